/** A third opinion for tests: what ajv finds, brought to the pairs that a form's findings are. */

import Ajv2020, { type ErrorObject } from "ajv/dist/2020.js";
import { fits } from "./formats.ts";
import { type Json, member } from "./json.ts";

const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addFormat("date", (text) => fits("date", text));
ajv.addFormat("email", (text) => fits("email", text));

/** An error as the pairs that a form's findings are; `if` only repeats what its branch says. */
function pairsOf(error: ErrorObject): string[] {
  const { instancePath: at, keyword, params } = error;
  if (keyword === "if") return [];
  if (keyword === "required" || keyword === "dependentRequired")
    return [`${member(at, params.missingProperty)} required`];
  if (keyword === "additionalProperties") return [`${member(at, params.additionalProperty)} ${keyword}`];
  return [`${at} ${keyword}`];
}

/** What ajv finds in answers, as pairs. */
export function ajvFinds(schema: Json, answers: Json): string[] {
  const validate = ajv.compile(schema);
  validate(answers);
  return (validate.errors ?? []).flatMap(pairsOf);
}

/** In one order, each once. Where an item has another type ajv does not look whether items are different. */
export function comparable(found: readonly string[]): string[] {
  const mistyped = found.flatMap((pair) => /^(.*)\/\d+ type$/.exec(pair)?.[1] ?? []);
  const overlooked = mistyped.map((list) => `${list} uniqueItems`);
  return [...new Set(found.filter((pair) => !overlooked.includes(pair)))].sort();
}

/** Whether every number is one that ajv, which has no bound of its own, judges as the city does. */
export const isExact = (answers: Json): boolean => !/\d{16}/.test(JSON.stringify(answers));
