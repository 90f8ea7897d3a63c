import { expect, it } from "vitest";
import { parseForm } from "./profile.ts";

function faults(schema: unknown): string[] {
  const parsed = parseForm(schema);
  return "schema" in parsed ? [] : parsed.map(({ pointer, reason }) => `${pointer} ${reason}`);
}

const form = (properties: unknown, more = {}) => ({ type: "object", properties, ...more });

it("reads titles, hints and options in both languages", () => {
  const parsed = parseForm(
    form({
      kind: {
        type: "string",
        enum: ["person", "company"],
        title: "申请人",
        "x-cityhall-title-en": "Applicant",
        description: "选一个",
        "x-cityhall-labels": { person: { zh: "个人", en: "Person" }, company: { zh: "单位" } },
        "x-cityhall-person": true,
      },
    }),
  );
  if (!("schema" in parsed)) throw new Error(JSON.stringify(parsed));
  const kind = parsed.schema.properties[0]?.[1];
  expect(kind?.title).toEqual({ zh: "申请人", en: "Applicant" });
  expect(kind?.hint).toEqual({ zh: "选一个", en: "选一个" });
  expect(kind?.labels?.get("company")).toEqual({ zh: "单位", en: "单位" });
  expect(kind?.person).toBe(true);
});

it.each([
  [{ type: "number" }, "/type TypeNotAllowed"],
  [{ type: ["string", "null"] }, "/type TypeNotAllowed"],
  [true, " NotASchema"],
  [{ type: "string", format: "date-time" }, "/format UnknownFormat"],
  [{ type: "string", pattern: "(?=a)" }, "/pattern PatternNotAllowed"],
  [{ type: "string", pattern: "[" }, "/pattern PatternNotAllowed"],
  [{ type: "string", minLength: "3" }, "/minLength InvalidSchema"],
  [{ type: "string", oneOf: [] }, "/oneOf KeywordNotAllowed"],
  [{ type: "string", if: {} }, "/if KeywordNotAllowed"],
  [{ type: "string", surprise: 1 }, "/surprise KeywordNotAllowed"],
  [{ type: "string", enum: [] }, "/enum EnumNotTexts"],
  [{ type: "string", enum: ["a", 1] }, "/enum EnumNotTexts"],
  [{ type: "string", const: [1] }, "/const ConstNotScalar"],
  [{ type: "string", minimum: 1 }, "/minimum KeywordWithoutEffect"],
  [{ type: "integer", minimum: 0.5 }, "/minimum NumberOutOfRange"],
  [{ type: "integer", maximum: 2 ** 53 }, "/maximum NumberOutOfRange"],
  [{ type: "array", maxItems: 3 }, " ItemsMissing"],
  [{ type: "array", items: { type: "string" } }, " UnboundedList"],
  [{ type: "array", maxItems: 201, items: { type: "string" } }, " UnboundedList"],
  [{ type: "object", additionalProperties: true }, "/additionalProperties AdditionalPropertiesNotFalse"],
  [{ type: "object", properties: { "a-b": { type: "string" } } }, "/properties/a-b InvalidName"],
  [{ $ref: "https://example.org/s.json" }, "/$ref ReferenceNotLocal"],
  [{ $ref: "#/$defs/none" }, "/$ref ReferenceNotLocal"],
  [{ type: "string", "x-cityhall-class": "secret" }, "/x-cityhall-class UnknownClass"],
  [{ type: "integer", "x-cityhall-person": true }, "/x-cityhall-person PersonNotAllowed"],
  [{ type: "string", "x-cityhall-place": true }, "/x-cityhall-place PlaceNotAllowed"],
  [{ type: "object", "x-cityhall-place": true, properties: {} }, "/x-cityhall-place PlaceNotAllowed"],
  [{ type: "object", "x-cityhall-place": "here" }, "/x-cityhall-place AnnotationMistyped"],
  [
    { type: "object", properties: { a: { type: "object", "x-cityhall-place": true } } },
    "/properties/a/x-cityhall-place AnnotationMisplaced",
  ],
  [{ type: "string", "x-cityhall-identifier": "Passport" }, "/x-cityhall-identifier UnknownIdentifier"],
  [{ type: "string", "x-cityhall-colour": "red" }, "/x-cityhall-colour UnknownAnnotation"],
  [{ type: "object", "x-cityhall-order": "a" }, "/x-cityhall-order AnnotationMistyped"],
  [
    { type: "object", "x-cityhall-order": ["a"], properties: { a: { type: "boolean" }, b: { type: "boolean" } } },
    "/x-cityhall-order OrderIncomplete",
  ],
  [
    { type: "object", properties: { a: { type: "string", "x-cityhall-class": "public" } } },
    "/properties/a/x-cityhall-class AnnotationMisplaced",
  ],
])("refuses what is outside the profile: %j", (field, fault) => {
  expect(faults(form({ f: field }))).toContain(`/properties/f${fault}`);
});

it("takes a place of two bounded whole numbers", () => {
  const number = (most: number) => ({ type: "integer", minimum: -most, maximum: most });
  const place = (most: number, required: string[]) => ({
    type: "object",
    "x-cityhall-place": true,
    required,
    properties: { longitude: number(most), latitude: number(9_000_000_000) },
  });
  const both = ["longitude", "latitude"];
  expect(faults(form({ f: place(18_000_000_000, both) }))).toEqual([]);
  const fault = "/properties/f/x-cityhall-place PlaceNotAllowed";
  expect(faults(form({ f: place(18_000_000_001, both) }))).toEqual([fault]);
  expect(faults(form({ f: place(18_000_000_000, ["latitude"]) }))).toEqual([fault]);
});

it("refuses what is no form, and what would take too long", () => {
  for (const odd of [null, 1, "x", [], {}, { type: "object", properties: [] }])
    expect(faults(odd), JSON.stringify(odd)).not.toEqual([]);
  const circle = { a: { $ref: "#/$defs/b" }, b: { items: { $ref: "#/$defs/a" } } };
  expect(faults(form({}, { $defs: circle }))).toEqual(["/$defs/a RecursiveReference", "/$defs/b RecursiveReference"]);
  let deep: unknown = { type: "string" };
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  expect(faults(deep)).toEqual([" SchemaTooDeep"]);
  const doubling = Object.fromEntries(
    Array.from({ length: 20 }, (_, level) => {
      const next = { $ref: `#/$defs/d${level + 1}` };
      return [`d${level}`, { type: "object", properties: { a: next, b: next } }];
    }),
  );
  const many = form({ f: { $ref: "#/$defs/d0" } }, { $defs: { ...doubling, d20: { type: "string" } } });
  expect(faults(many)).toEqual([" SchemaTooLarge"]);
});
