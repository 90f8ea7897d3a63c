/** What is wrong with answers: the same findings in the same order as the city's own check. */

import { type Asked, walk } from "./asked.ts";
import { excess, inexact } from "./bounds.ts";
import { fits } from "./formats.ts";
import { compare, isJson, type Json, member, tokens } from "./json.ts";
import type { Form, Schema } from "./schema.ts";
import { tidied } from "./tidy.ts";

/** What is wrong with one answer. */
export interface Finding {
  /** JSON Pointer of the field, such as `/place/street`. */
  readonly path: string;
  /** The keyword that the answer breaks, such as `required` or `maxLength`. */
  readonly keyword: string;
}

/** Every finding, in the order in which the fields are asked; answers that are not asked are not looked at. */
export function check(form: Form, answers: Json): Finding[] {
  const beyond = excess(answers);
  if (beyond.length > 0) return beyond;
  const { asked, known } = walk([form.schema], tidied(answers));
  return inOrder([...inexact(known), ...judge(form.schema, known, "")], asked);
}

/** Whether a test of an `if` holds. */
export function holds(test: Schema, value: unknown): boolean {
  return judge(test, value, "").next().done === true;
}

function* judge(schema: Schema, value: unknown, at: string): Generator<Finding> {
  if (schema.ref) yield* judge(schema.ref, value, at);
  for (const keyword of plain(schema, value)) yield { path: at, keyword };
  if (isJson(value)) yield* members(schema, value, at);
  if (Array.isArray(value) && schema.items)
    for (const [index, item] of value.entries()) yield* judge(schema.items, item, member(at, index));
  for (const part of schema.allOf) yield* judge(part, value, at);
  for (const keyword of logic(schema, value)) yield { path: at, keyword };
  const branch = schema.if && (holds(schema.if, value) ? schema.whenTrue : schema.whenFalse);
  if (branch) yield* judge(branch, value, at);
}

function* plain(schema: Schema, value: unknown): Generator<string> {
  if (schema.type && !isOf(schema.type, value)) yield "type";
  if (schema.const !== undefined && value !== schema.const) yield "const";
  if (schema.enum && !schema.enum.some((option) => option === value)) yield "enum";
  if (typeof value === "string") yield* text(schema, value);
  if (typeof value === "number") {
    if (schema.minimum !== undefined && value < schema.minimum) yield "minimum";
    if (schema.maximum !== undefined && value > schema.maximum) yield "maximum";
  }
  if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) yield "minItems";
    if (schema.maxItems !== undefined && value.length > schema.maxItems) yield "maxItems";
    if (schema.uniqueItems && new Set(value.map(canonical)).size < value.length) yield "uniqueItems";
  }
}

function* text(schema: Schema, value: string): Generator<string> {
  const length = [...value].length;
  if (schema.minLength !== undefined && length < schema.minLength) yield "minLength";
  if (schema.maxLength !== undefined && length > schema.maxLength) yield "maxLength";
  if (schema.pattern && !schema.pattern.test(value)) yield "pattern";
  if (schema.format && !fits(schema.format, value)) yield "format";
}

function* members(schema: Schema, value: Json, at: string): Generator<Finding> {
  const answered = schema.dependentRequired.filter(([name]) => Object.hasOwn(value, name));
  for (const name of [...schema.required, ...answered.flatMap(([, needs]) => needs)])
    if (!Object.hasOwn(value, name)) yield { path: member(at, name), keyword: "required" };
  for (const [name, property] of schema.properties)
    if (Object.hasOwn(value, name)) yield* judge(property, value[name], member(at, name));
  if (!schema.closed) return;
  for (const name of Object.keys(value))
    if (!schema.properties.some(([known]) => known === name))
      yield { path: member(at, name), keyword: "additionalProperties" };
}

function* logic(schema: Schema, value: unknown): Generator<string> {
  if (schema.anyOf && !schema.anyOf.some((part) => holds(part, value))) yield "anyOf";
  if (schema.oneOf && schema.oneOf.filter((part) => holds(part, value)).length !== 1) yield "oneOf";
  if (schema.not && holds(schema.not, value)) yield "not";
}

function isOf(type: Schema["type"], value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isJson(value);
    default:
      return typeof value === type;
  }
}

/** The same text for values that are the same, whatever the order of their names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isJson(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

/** By the order in which the fields are asked, then by path and keyword; each pair once. */
function inOrder(findings: readonly Finding[], asked: readonly Asked[]): Finding[] {
  const place = (finding: Finding): number => asked.findIndex(({ name }) => name === tokens(finding.path)[0]);
  const sorted = [...findings].sort(
    (one, other) => place(one) - place(other) || compare(one.path, other.path) || compare(one.keyword, other.keyword),
  );
  return sorted.filter(({ path, keyword }, index) => {
    const before = sorted[index - 1];
    return before?.path !== path || before.keyword !== keyword;
  });
}
