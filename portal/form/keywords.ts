/** Which keyword may stand where in a form, and what it may hold. */

import { isJson, isText, type Json } from "./json.ts";
import { INTEGER_MAX } from "./schema.ts";

/** What a schema object describes: the root, more of the form, a field, something within a field, an `if`. */
export type Place = "root" | "part" | "field" | "inner" | "test";

const ANYWHERE = ["title", "description", "$ref", "type", "properties", "required"];
const FORM = ["dependentRequired", "allOf", "if", "then", "else"];
const ROOT = ["$schema", "$defs", "additionalProperties"];
const TEXT = ["minLength", "maxLength", "pattern", "format"];
const NUMBER = ["minimum", "maximum"];
const LIST = ["items", "minItems", "maxItems", "uniqueItems"];
const VALUE = ["const", "enum", ...TEXT, ...NUMBER, ...LIST];
const GROUP = ["additionalProperties", "dependentRequired"];
const LOGIC = ["allOf", "anyOf", "oneOf", "not", "additionalProperties"];

const ALLOWED: Readonly<Record<Place, ReadonlySet<string>>> = {
  root: new Set([...ANYWHERE, ...FORM, ...ROOT]),
  part: new Set([...ANYWHERE, ...FORM]),
  field: new Set([...ANYWHERE, ...VALUE, ...GROUP]),
  inner: new Set([...ANYWHERE, ...VALUE, ...GROUP]),
  test: new Set([...ANYWHERE, ...VALUE, ...LOGIC]),
};

const TYPES: readonly unknown[] = ["string", "integer", "boolean", "array", "object"];
const CLASSES: readonly unknown[] = ["public", "internal", "personal", "sensitive"];
const IDENTIFIERS: readonly unknown[] = ["CitizenId", "CreditCode"];
const DRAFT = "https://json-schema.org/draft/2020-12/schema";

type Rule = readonly [fits: (value: unknown) => boolean, reason: string];

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText) && areDifferent(value);
const isList = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isExact = (value: unknown): boolean => Number.isInteger(value) && Math.abs(Number(value)) <= INTEGER_MAX;
const areDifferent = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

export function isScalar(value: unknown): value is string | number | boolean {
  return isText(value) || typeof value === "boolean" || isExact(value);
}

const INVALID = "InvalidSchema";
const MISTYPED = "AnnotationMistyped";

const RULES: Readonly<Record<string, Rule>> = {
  $schema: [(value) => value === DRAFT, "OtherDraft"],
  $defs: [isJson, INVALID],
  $ref: [isText, INVALID],
  title: [isText, INVALID],
  description: [isText, INVALID],
  type: [(value) => TYPES.includes(value), "TypeNotAllowed"],
  properties: [isJson, INVALID],
  required: [isTexts, INVALID],
  dependentRequired: [(value) => isJson(value) && Object.values(value).every(isTexts), INVALID],
  additionalProperties: [(value) => value === false, "AdditionalPropertiesNotFalse"],
  allOf: [isList, INVALID],
  anyOf: [isList, INVALID],
  oneOf: [isList, INVALID],
  const: [isScalar, "ConstNotScalar"],
  minLength: [isCount, INVALID],
  maxLength: [isCount, INVALID],
  minItems: [isCount, INVALID],
  maxItems: [isCount, INVALID],
  uniqueItems: [isFlag, INVALID],
  pattern: [(value) => isText(value) && builds(value), "PatternNotAllowed"],
  format: [(value) => value === "date" || value === "email", "UnknownFormat"],
  minimum: [isExact, "NumberOutOfRange"],
  maximum: [isExact, "NumberOutOfRange"],
  "x-cityhall-title-en": [isText, MISTYPED],
  "x-cityhall-description-en": [isText, MISTYPED],
  "x-cityhall-class": [(value) => CLASSES.includes(value), "UnknownClass"],
  "x-cityhall-identifier": [(value) => IDENTIFIERS.includes(value), "UnknownIdentifier"],
  "x-cityhall-listed": [isFlag, MISTYPED],
  "x-cityhall-person": [isFlag, MISTYPED],
  "x-cityhall-place": [isFlag, MISTYPED],
  "x-cityhall-order": [(value) => Array.isArray(value) && value.every(isText), MISTYPED],
  "x-cityhall-labels": [(value) => isJson(value) && Object.values(value).every(isLabel), MISTYPED],
};

/** Why a keyword may not stand here with this value; nothing if it may. */
export function refusal(keyword: string, value: unknown, place: Place): string | undefined {
  const isAnnotation = keyword.startsWith("x-cityhall-");
  if (isAnnotation && !(keyword in RULES)) return "UnknownAnnotation";
  if (isAnnotation && isMisplaced(keyword, place)) return "AnnotationMisplaced";
  if (!isAnnotation && !ALLOWED[place].has(keyword)) return "KeywordNotAllowed";
  if (keyword === "enum") return optionsRefusal(value, place);
  const rule = RULES[keyword];
  return rule && !rule[0](value) ? rule[1] : undefined;
}

function isMisplaced(keyword: string, place: Place): boolean {
  const ofField = ["class", "listed", "person", "place", "identifier", "labels"].map((name) => `x-cityhall-${name}`);
  if (place === "root" || place === "part") return ofField.includes(keyword);
  if (place === "inner") return ["x-cityhall-class", "x-cityhall-listed", "x-cityhall-place"].includes(keyword);
  return place === "test" && keyword === "x-cityhall-order";
}

/** A field has different texts as its options; a test may also name numbers. */
function optionsRefusal(value: unknown, place: Place): string | undefined {
  if (place === "test") return Array.isArray(value) && value.every(isScalar) ? undefined : "ConstNotScalar";
  return isList(value) && isTexts(value) ? undefined : "EnumNotTexts";
}

function isLabel(value: unknown): boolean {
  const known = ["zh", "en"];
  return isJson(value) && Object.entries(value).every(([language, text]) => known.includes(language) && isText(text));
}

function builds(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") && !LOOKS_AROUND.test(pattern);
  } catch {
    return false;
  }
}

/** What the city's engine does not build: look-around, named groups and back-references. */
const LOOKS_AROUND = /\(\?(?!:)|\\[1-9k]/;

/** Keywords that look only at values of one type; beside another type they would never do anything. */
const OF_TYPE: ReadonlyArray<readonly [type: string, keywords: readonly string[]]> = [
  ["string", [...TEXT, "enum"]],
  ["integer", NUMBER],
  ["array", LIST],
  ["object", ["properties", "required", ...GROUP]],
];

export function withoutEffect(schema: Json, type: string): string[] {
  const others = OF_TYPE.filter(([of]) => of !== type).flatMap(([, keywords]) => keywords);
  return others.filter((keyword) => keyword in schema);
}
