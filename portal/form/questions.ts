/** What a form asks now, as people are asked it: each field with its words and the kind of answer it takes. */

import { item } from "../words/form.ts";
import type { Phrase } from "../words/say.ts";
import { type Asked, walk } from "./asked.ts";
import type { Json } from "./json.ts";
import { chain, type Schema } from "./schema.ts";

export interface Option {
  readonly value: string;
  readonly title: Phrase;
}

/** What kind of answer a field takes; each is shown by one file of `field/`. */
export type Kind =
  | {
      readonly kind: "text";
      readonly longest: number | undefined;
      readonly as: TextUse;
      readonly pattern: RegExp | undefined;
    }
  | { readonly kind: "longText"; readonly longest: number }
  | { readonly kind: "choice"; readonly options: readonly Option[] }
  | { readonly kind: "several"; readonly options: readonly Option[]; readonly most: number }
  | { readonly kind: "yesNo" }
  | { readonly kind: "agreement" }
  | { readonly kind: "whole" }
  | { readonly kind: "date" }
  | { readonly kind: "group"; readonly schemas: readonly Schema[]; readonly isPlace: boolean }
  | {
      readonly kind: "list";
      readonly items: readonly Schema[];
      readonly item: Kind;
      readonly least: number;
      readonly most: number;
    };

/** What a short text is, where that is known. */
export type TextUse = "plain" | "email" | "number";

export interface Question {
  readonly name: string;
  readonly title: Phrase;
  readonly hint: Phrase | undefined;
  readonly required: boolean;
  /** Whether the answer identifies a person. */
  readonly person: boolean;
  readonly follows: string | undefined;
  readonly kind: Kind;
  /** Everything that the form says of the field. */
  readonly schemas: readonly Schema[];
}

/** A text that may be longer than this is written in several lines. */
const LINE_MAX = 200;

/** What `schemas` ask together, given the answers. */
export function questions(schemas: readonly Schema[], answers: Json): Question[] {
  return walk(schemas, answers).asked.map(question);
}

/** Everything that `schemas` may ask of somebody, each as it is declared first. */
export function everyQuestion(schemas: readonly Schema[]): Question[] {
  const declared = new Map<string, Schema>();
  const take = (schema: Schema | undefined): void => {
    if (!schema) return;
    take(schema.ref);
    for (const [name, property] of schema.properties) if (!declared.has(name)) declared.set(name, property);
    for (const part of [...schema.allOf, schema.whenTrue, schema.whenFalse]) take(part);
  };
  for (const schema of schemas) take(schema);
  return [...declared].map(([name, schema]) =>
    questionOf({ name, schemas: [schema], required: false, follows: undefined }),
  );
}

/** One item of a list as a question of its own, at its place. */
export function itemQuestion(kind: Kind & { kind: "list" }, place: number): Question {
  const title = saidFirst(kind.items)("title");
  const [zh, en] = [item.zh(place), item.en(place)];
  const named = title ? { zh: `${title.zh}（${zh}）`, en: `${title.en} (${en})` } : { zh, en };
  const said = { name: String(place), hint: undefined, required: true, person: false, follows: undefined };
  return { ...said, title: named, kind: kind.item, schemas: kind.items };
}

/** A bound that a field has. */
export function boundOf(schemas: readonly Schema[], keyword: string): number | undefined {
  const bounds: Readonly<Record<string, keyof Schema>> = BOUNDS;
  const known = bounds[keyword];
  const bound = known && saidFirst(schemas)(known);
  return typeof bound === "number" ? bound : undefined;
}

const BOUNDS = {
  minLength: "minLength",
  maxLength: "maxLength",
  minimum: "minimum",
  maximum: "maximum",
  minItems: "minItems",
  maxItems: "maxItems",
} satisfies Readonly<Record<string, keyof Schema>>;

/** Questions by the one place that says them: at each key the whole form is asked anew. */
const known = new WeakMap<Schema, Question>();

function question(asked: Asked): Question {
  const [schema, ...others] = asked.schemas;
  const before = schema && others.length === 0 ? known.get(schema) : undefined;
  if (before && before.name === asked.name && before.required === asked.required && before.follows === asked.follows)
    return before;
  const made = questionOf(asked);
  if (schema && others.length === 0) known.set(schema, made);
  return made;
}

function questionOf(asked: Asked): Question {
  const said = saidFirst(asked.schemas);
  return {
    name: asked.name,
    title: said("title") ?? { zh: asked.name, en: asked.name },
    hint: said("hint"),
    required: asked.required,
    person: said("person") ?? false,
    follows: asked.follows,
    kind: kindOf(asked.schemas),
    schemas: asked.schemas,
  };
}

function kindOf(schemas: readonly Schema[]): Kind {
  const said = saidFirst(schemas);
  switch (said("type")) {
    case "boolean":
      return { kind: said("const") === true ? "agreement" : "yesNo" };
    case "integer":
      return { kind: "whole" };
    case "array":
      return listOf(schemas);
    case "object":
      return { kind: "group", schemas, isPlace: said("place") ?? false };
    default:
      return textual(schemas);
  }
}

function textual(schemas: readonly Schema[]): Kind {
  const said = saidFirst(schemas);
  const options = optionsOf(schemas);
  if (options) return { kind: "choice", options };
  if (said("format") === "date") return { kind: "date" };
  const longest = narrowest(schemas, "maxLength");
  const pattern = said("pattern");
  if (longest !== undefined && longest > LINE_MAX && !pattern) return { kind: "longText", longest };
  const isNumber = pattern?.test("13800138000") === true && !pattern.test("a");
  const as = said("format") === "email" ? "email" : isNumber ? "number" : "plain";
  return { kind: "text", longest, as, pattern };
}

function listOf(schemas: readonly Schema[]): Kind {
  const items = parts(schemas).flatMap((part) => part.items ?? []);
  const most = narrowest(schemas, "maxItems") ?? 1;
  const options = optionsOf(items);
  if (options && saidFirst(schemas)("uniqueItems")) return { kind: "several", options, most };
  const least = saidFirst(schemas)("minItems") ?? 0;
  return { kind: "list", items, item: kindOf(items), least, most };
}

/** The options that everything said of a field leaves, with their names; nothing where it is no choice. */
function optionsOf(schemas: readonly Schema[]): Option[] | undefined {
  const lists = parts(schemas).flatMap((part) =>
    part.enum ? [part.enum.filter((word) => typeof word === "string")] : [],
  );
  const [first, ...others] = lists;
  const labels = saidFirst(schemas)("labels");
  return first
    ?.filter((word) => others.every((list) => list.includes(word)))
    .map((word) => ({ value: word, title: labels?.get(word) ?? { zh: word, en: word } }));
}

function parts(schemas: readonly Schema[]): Schema[] {
  return schemas.flatMap((schema) => [...chain(schema)]);
}

/** Reads a keyword as it is said first. */
function saidFirst(schemas: readonly Schema[]) {
  return <K extends keyof Schema>(keyword: K): Schema[K] | undefined =>
    parts(schemas).find((part) => part[keyword] !== undefined)?.[keyword];
}

function narrowest(schemas: readonly Schema[], keyword: "maxLength" | "maxItems"): number | undefined {
  const bounds = parts(schemas).flatMap((part) => part[keyword] ?? []);
  return bounds.length > 0 ? Math.min(...bounds) : undefined;
}
