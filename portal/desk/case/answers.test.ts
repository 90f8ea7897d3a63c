import { describe, expect, it } from "vitest";
import { rowsOf, titleAt } from "./answers.ts";

const schema = {
  properties: {
    kind: {
      enum: ["A", "B"],
      title: "种类",
      "x-cityhall-title-en": "Kind",
      "x-cityhall-labels": { A: { zh: "甲", en: "First" } },
    },
    name: { type: "string", title: "名称" },
    remark: { type: "string", title: "备注" },
    members: { type: "array", title: "成员", items: { properties: { age: { type: "integer", title: "年龄" } } } },
  },
  "x-cityhall-order": ["name", "kind"],
  allOf: [
    // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema
    { if: { properties: { kind: { const: "A" } } }, then: { properties: { day: { format: "date", title: "日期" } } } },
    // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema
    { if: {}, then: { properties: { kind: { enum: ["A"] }, other: { type: "string", title: "其他" } } } },
  ],
};
const none = new Map<string, string>();

describe("the answers of a case", () => {
  it("stand in the order of the form, with those asked of everybody even where there is none", () => {
    const rows = rowsOf(schema, { kind: "A", day: "2026-02-01" }, none);
    expect(rows.map((row) => row.path)).toEqual(["/name", "/kind", "/remark", "/members", "/day"]);
    expect(rows.map((row) => row.value.kind)).toEqual(["none", "word", "none", "none", "day"]);
  });

  it("are said with the names of the form", () => {
    const [, kind] = rowsOf(schema, { kind: "A" }, none);
    expect(kind).toEqual({
      path: "/kind",
      title: { zh: "种类", en: "Kind" },
      value: { kind: "word", word: { zh: "甲", en: "First" } },
    });
  });

  it("are shown where the form of today does not know them", () => {
    expect(rowsOf(schema, { old: 3 }, none).at(-1)).toMatchObject({ path: "/old", value: { kind: "text", text: "3" } });
  });

  it("say what is hidden and why, also inside a list", () => {
    const hidden = new Map([
      ["/name", "NOT_ALLOWED"],
      ["/members/0/age", "ERASED"],
      ["/other", "NOT_ALLOWED"],
    ]);
    const rows = rowsOf(schema, { members: [{}] }, hidden);
    expect(rows.find((row) => row.path === "/name")?.value).toEqual({ kind: "redacted", reason: "NOT_ALLOWED" });
    expect(rows.find((row) => row.path === "/other")?.value).toEqual({ kind: "redacted", reason: "NOT_ALLOWED" });
    expect(rows.find((row) => row.path === "/members")?.value).toMatchObject({
      kind: "list",
      items: [{ kind: "group", rows: [{ value: { kind: "redacted", reason: "ERASED" } }] }],
    });
  });
});

it("names a field by its pointer", () => {
  expect(titleAt(schema, "/members/0/age").zh).toBe("成员");
  expect(titleAt(schema, "/gone").zh).toBe("/gone");
});
