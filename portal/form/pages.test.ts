import { expect, it } from "vitest";
import type { Json } from "./json.ts";
import { pagesOf } from "./pages.ts";
import { parseForm } from "./profile.ts";
import { questions } from "./questions.ts";

const text = { type: "string" };

function pages(schema: Json, answers: Json): string[] {
  const form = parseForm(schema);
  if (!("schema" in form)) throw new Error(JSON.stringify(form));
  return pagesOf(questions([form.schema], answers)).map((page) => page.questions.map(({ name }) => name).join(" "));
}

function many(count: number): Json {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`q${String(index).padStart(2, "0")}`, text]));
}

const when = (name: string, properties: Json) => ({
  if: { properties: { [name]: { const: "x" } }, required: [name] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { properties },
});

it("leaves a short form on one page and divides a long one evenly", () => {
  expect(pages({ type: "object", properties: many(6) }, {})).toHaveLength(1);
  expect(pages({ type: "object", properties: many(7) }, {})).toEqual(["q00 q01 q02 q03", "q04 q05 q06"]);
  expect(pages({ type: "object", properties: many(13) }, {}).map((page) => page.split(" ").length)).toEqual([5, 4, 4]);
});

it("reveals one question that follows below its cause, and puts several behind it", () => {
  const properties = { a: text, b: text };
  const one = { type: "object", properties, allOf: [when("a", { c: text }), when("c", { d: text })] };
  expect(pages(one, {})).toEqual(["a b"]);
  expect(pages(one, { a: "x", c: "x" })).toEqual(["a c d b"]);
  const two = { type: "object", properties, allOf: [when("a", { c: text, d: text })] };
  expect(pages(two, { a: "x" })).toEqual(["a b", "c d"]);
});

it("gives a list and a group a page of their own", () => {
  const group = { type: "object", properties: { a: text } };
  const list = { type: "array", maxItems: 2, items: group };
  expect(pages({ type: "object", properties: { a: text, b: list, c: text, d: text, e: group } }, {})).toEqual([
    "a",
    "b",
    "c d",
    "e",
  ]);
});
