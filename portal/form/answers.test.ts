import { describe, expect, it } from "vitest";
import { given, insteadOf, titleAt } from "./answers.ts";
import { formOf } from "./profile.ts";

const form = formOf({
  type: "object",
  properties: {
    kind: {
      type: "string",
      enum: ["A", "B"],
      title: "种类",
      "x-cityhall-title-en": "Kind",
      "x-cityhall-labels": { A: { zh: "甲", en: "First" }, B: { zh: "乙", en: "Second" } },
    },
    name: { type: "string", maxLength: 9, title: "名称" },
    members: {
      type: "array",
      maxItems: 9,
      title: "成员",
      items: { type: "object", properties: { age: { type: "integer", minimum: 0, maximum: 200, title: "年龄" } } },
    },
  },
  "x-cityhall-order": ["name", "kind", "members"],
  allOf: [
    {
      if: { properties: { kind: { const: "A" } }, required: ["kind"] },
      // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema
      then: { properties: { day: { type: "string", format: "date", title: "日期" } } },
      else: { properties: { other: { type: "string", maxLength: 9, title: "其他" } } },
    },
  ],
});
const schemas = form ? [form.schema] : [];
const none = new Map<string, string>();

describe("the answers to a form", () => {
  it("stand in its order, with what is asked now even where there is none", () => {
    const all = given(schemas, { kind: "A", day: "2026-02-01" }, none, "");
    expect(all.map(({ at }) => at)).toEqual(["/name", "/kind", "/members", "/day"]);
    expect(all.map(({ value }) => value)).toEqual([undefined, "A", undefined, "2026-02-01"]);
  });

  it("have its names and kinds, also where their question is not asked now", () => {
    const all = given(schemas, { kind: "A", other: "x" }, none, "/fields");
    expect(all[1]).toMatchObject({ at: "/fields/kind", title: { zh: "种类", en: "Kind" }, kind: { kind: "choice" } });
    expect(all.at(-1)).toMatchObject({
      at: "/fields/other",
      title: { zh: "其他" },
      kind: { kind: "text" },
      value: "x",
    });
  });

  it("are there where the form knows no such field, and where there is no form", () => {
    const old = { at: "/old", title: { zh: "old", en: "old" }, kind: undefined, value: 3 };
    expect(given(schemas, { old: 3 }, none, "").at(-1)).toEqual(old);
    expect(given([], { old: 3 }, none, "")).toEqual([old]);
  });

  it("are there where they are hidden, whether or not they are asked", () => {
    const hidden = new Map([
      ["/day", "No."],
      ["/other", "No."],
    ]);
    expect(given(schemas, { kind: "A" }, hidden, "").map(({ at }) => at)).toContain("/other");
    expect(given(schemas, {}, hidden, "").map(({ at }) => at)).toContain("/day");
  });
});

it("says in place of an answer why it, or all that there was in it, is hidden", () => {
  const hidden = new Map([
    ["/name", "Not for you."],
    ["/members/0/age", "Erased."],
  ]);
  expect(insteadOf(hidden, "/name", "kept")).toBe("Not for you.");
  expect(insteadOf(hidden, "/members/0", {})).toBe("Erased.");
  expect(insteadOf(hidden, "/members", undefined)).toBe("Erased.");
  expect(insteadOf(hidden, "/members", [{ age: 3 }])).toBeUndefined();
  expect(insteadOf(hidden, "/mem", undefined)).toBeUndefined();
});

it("names a field by its pointer", () => {
  expect(titleAt(form, "/members/0/age").zh).toBe("成员");
  expect(titleAt(form, "/gone").zh).toBe("/gone");
  expect(titleAt(null, "/name").zh).toBe("/name");
});
