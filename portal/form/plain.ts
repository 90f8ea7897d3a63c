/** The keywords of a schema object that hold no further schema, read from JSON. What does not fit is left out. */

import { isJson, isText, type Json } from "./json.ts";
import { isScalar } from "./keywords.ts";
import type { Plain, Type } from "./schema.ts";

export function plain(schema: Json): Plain {
  return {
    type: type(schema.type),
    const: isScalar(schema.const) ? schema.const : undefined,
    enum: Array.isArray(schema.enum) ? schema.enum.filter(isScalar) : undefined,
    minLength: number(schema.minLength),
    maxLength: number(schema.maxLength),
    pattern: pattern(schema.pattern),
    format: schema.format === "date" || schema.format === "email" ? schema.format : undefined,
    minimum: number(schema.minimum),
    maximum: number(schema.maximum),
    minItems: number(schema.minItems),
    maxItems: number(schema.maxItems),
    uniqueItems: schema.uniqueItems === true,
    required: texts(schema.required),
    dependentRequired: isJson(schema.dependentRequired)
      ? Object.entries(schema.dependentRequired).map(([answered, needs]) => [answered, texts(needs)] as const)
      : [],
    closed: schema.additionalProperties === false,
    ...annotations(schema),
  };
}

function annotations(schema: Json): Pick<Plain, "title" | "hint" | "labels" | "person" | "place"> {
  const labels = schema["x-cityhall-labels"];
  const person = schema["x-cityhall-person"];
  const place = schema["x-cityhall-place"];
  return {
    title: inBoth(schema.title, schema["x-cityhall-title-en"]),
    hint: inBoth(schema.description, schema["x-cityhall-description-en"]),
    labels: isJson(labels)
      ? new Map(Object.entries(labels).map(([word, label]) => [word, named(word, label)]))
      : undefined,
    person: typeof person === "boolean" ? person : undefined,
    place: typeof place === "boolean" ? place : undefined,
  };
}

function type(value: unknown): Type | undefined {
  switch (value) {
    case "string":
    case "integer":
    case "boolean":
    case "array":
    case "object":
      return value;
    default:
      return undefined;
  }
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

function pattern(value: unknown): RegExp | undefined {
  try {
    return isText(value) ? new RegExp(value, "u") : undefined;
  } catch {
    return undefined;
  }
}

/** A text that was written in one language only is said in both. */
function inBoth(zh: unknown, en: unknown): Plain["title"] {
  const [known, other] = [isText(zh) ? zh : en, isText(en) ? en : zh];
  return isText(known) && isText(other) ? { zh: known, en: other } : undefined;
}

function named(word: string, label: unknown): { readonly zh: string; readonly en: string } {
  return (isJson(label) && inBoth(label.zh, label.en)) || { zh: word, en: word };
}
