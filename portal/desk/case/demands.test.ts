import { describe, expect, it } from "vitest";
import { type Action, demandsOf, draftOf, missingOf, placed, sentOf } from "./demands.ts";
import { dayOf, partsOf } from "./editing.ts";

const plain: Action = {
  name: "refuse",
  title: "不予许可",
  reason: true,
  legalBasis: ["law-1"],
  fields: null,
  departments: [],
  items: false,
  answers: [],
};
const form = { properties: { street: { type: "string", title: "街道" }, floor: { type: "integer" } } };
const rich = demandsOf(
  {
    ...plain,
    name: "report",
    legalBasis: ["law-1", "law-2"],
    departments: ["hou", "amr"],
    items: true,
    answers: ["floor"],
    fields: {
      required: ["passed", "score"],
      properties: {
        passed: { type: "boolean" },
        score: { type: "integer" },
        on: { type: "string", format: "date" },
        text: { type: "string", maxLength: 500 },
        kinds: { type: "array", items: { enum: ["A", "B"] } },
        rooms: { type: "array", items: { type: "object" } },
      },
    },
  },
  form,
);

describe("what an action demands", () => {
  it("is read from its schema", () => {
    expect(rich.fields.map((field) => field.kind)).toEqual(["truth", "number", "day", "long", "choices", "other"]);
    expect(rich.answers.map((field) => field.name)).toEqual(["floor"]);
  });

  it("is chosen where there is only one possibility", () => {
    expect(draftOf(demandsOf(plain, form)).legalBasis).toBe("law-1");
    expect(draftOf(rich).legalBasis).toBe("");
  });

  it("is missed in the order of the form", () => {
    const all = ["legalBasis", "department", "items", "fields/passed", "fields/score", "reason"];
    expect(missingOf(rich, draftOf(rich))).toEqual(all);
    expect(missingOf(rich, { ...draftOf(rich), documents: ["plan"], reason: " ", fields: { passed: "no" } })).toEqual(
      all.filter((place) => place !== "items" && place !== "fields/passed"),
    );
  });
});

describe("what is sent", () => {
  it("leaves out what was left empty", () => {
    expect(sentOf(demandsOf(plain, form), { ...draftOf(rich), reason: "  Too small. " })).toEqual({
      action: "refuse",
      reason: "Too small.",
    });
  });

  it("has values of the kinds that the schema names", () => {
    const fields = { passed: "no", score: "91", on: "2026-12-01", kinds: ["A"], text: "" };
    const sent = sentOf(rich, { ...draftOf(rich), fields, answers: { floor: "x" } });
    expect(sent.fields).toEqual({ passed: false, score: 91, on: "2026-12-01", kinds: ["A"] });
    expect(sent.answers).toEqual({ floor: "x" });
  });
});

describe("a refusal", () => {
  const finding = (field: string) => ({ field, code: "X", message: field });

  it("stands at the control that it is about", () => {
    const { at, whole } = placed(rich, [finding("fields/score"), finding("/answers/floor/0"), finding("documents")]);
    expect([...at.keys()]).toEqual(["fields/score", "answers/floor", "items"]);
    expect(whole).toEqual([]);
  });

  it("is about the whole where there is no such control", () => {
    const { at, whole } = placed(demandsOf(plain, form), [finding("items"), finding("expectedRevision"), finding("")]);
    expect(at.size).toBe(0);
    expect(whole).toEqual(["items", "expectedRevision", ""]);
  });
});

it("takes a day apart and puts it together", () => {
  expect(dayOf("2026", "2", "3")).toBe("2026-02-03");
  expect(dayOf("", "", "")).toBe("");
  expect(partsOf("2026-02-03")).toEqual(["2026", "2", "3"]);
  expect(partsOf("")).toEqual(["", "", ""]);
});
