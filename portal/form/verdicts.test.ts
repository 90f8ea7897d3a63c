import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { asked, trimmed } from "./asked.ts";
import { check, type Finding } from "./check.ts";
import { generator } from "./generated.ts";
import type { Json } from "./json.ts";
import { ajvFinds, comparable, isExact } from "./oracle.ts";
import { parseForm } from "./profile.ts";
import type { Form } from "./schema.ts";

interface Golden {
  readonly name: string;
  readonly schema: Json;
  readonly cases: readonly { answers: Json; asked: { name: string; required: boolean }[]; findings: Finding[] }[];
}

const GOLDEN: readonly Golden[] = JSON.parse(readFileSync("../domain/golden/form-verdicts.json", "utf8"));

function formOf(schema: Json): Form {
  const parsed = parseForm(schema);
  if (!("schema" in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed;
}

const pairs = (findings: readonly Finding[]): string[] => findings.map(({ path, keyword }) => `${path} ${keyword}`);

describe.each(GOLDEN)("$name", ({ schema, cases }) => {
  const form = formOf(schema);

  it("asks and finds what the city asks and finds", () => {
    expect(cases.length).toBeGreaterThan(10);
    for (const one of cases) {
      const told = JSON.stringify(one.answers);
      expect(
        asked(form, one.answers).map(({ name, required }) => ({ name, required })),
        told,
      ).toEqual(one.asked);
      expect(check(form, one.answers), told).toEqual(one.findings);
    }
  });

  it("finds what ajv finds in any answers", () => {
    const next = generator(schema);
    const generated = Array.from({ length: 400 }, next);
    for (const answers of [...cases.map((one) => one.answers), ...generated].filter(isExact)) {
      const found = comparable(pairs(check(form, answers)));
      expect(found, JSON.stringify(answers)).toEqual(comparable(ajvFinds(schema, trimmed(form, answers))));
    }
  });

  it("keeps what it has trimmed once", () => {
    const next = generator(schema);
    for (const answers of Array.from({ length: 100 }, next)) {
      const once = trimmed(form, answers);
      expect(trimmed(form, once)).toEqual(once);
      expect(asked(form, once).map(({ name }) => name)).toEqual(asked(form, answers).map(({ name }) => name));
    }
  });
});

it("bounds what is checked", () => {
  const form = formOf({ type: "object", properties: { a: { type: "string" } } });
  let deep: unknown = null;
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  expect(pairs(check(form, { a: deep }))).toEqual(["/a maxDepth"]);
  expect(pairs(check(form, { a: "字".repeat(256 * 1024) }))).toEqual([" maxBytes"]);
  expect(pairs(check(form, { a: [2 ** 53, -(2 ** 53)] }))).toEqual(["/a type", "/a/0 maximum", "/a/1 minimum"]);
});

it("says which answer made it ask", () => {
  const text = { type: "string" };
  const when = (name: string, branch: Json) => ({
    if: { properties: { [name]: { const: "x" } }, required: [name] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: branch,
  });
  const form = formOf({
    type: "object",
    properties: { a: text, b: text },
    allOf: [
      when("a", { properties: { c: text }, ...when("c", { properties: { d: text } }) }),
      { properties: { e: text } },
    ],
  });
  const follows = asked(form, { a: "x", c: "x" }).map((field) => [field.name, field.follows]);
  expect(follows).toEqual([
    ["a", undefined],
    ["b", undefined],
    ["c", "a"],
    ["d", "c"],
    ["e", undefined],
  ]);
});
