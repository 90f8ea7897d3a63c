/** The answers of a case as its form asked them. */

import { placeText, pointOf } from "../../form/field/where.ts";
import type { Phrase } from "../../words/say.ts";
import { isJson, type Json, optionsOf, type Property, propertiesOf } from "./schema.ts";

export type Shown =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "word"; readonly word: Phrase }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "day"; readonly day: string }
  | { readonly kind: "list"; readonly items: readonly Shown[] }
  | { readonly kind: "group"; readonly rows: readonly Row[] }
  | { readonly kind: "redacted"; readonly reason: string }
  | { readonly kind: "none" };

export interface Row {
  /** JSON Pointer of the answer. */
  readonly path: string;
  readonly title: Phrase;
  readonly value: Shown;
}

/** Why values are not shown, by their JSON Pointers. */
export type Redactions = ReadonlyMap<string, string>;

/** What was asked of everybody, and what was answered or hidden beyond that; nothing that has a value is left out. */
export function rowsOf(schema: unknown, answers: unknown, redactions: Redactions, at = ""): Row[] {
  const given = isJson(answers) ? answers : {};
  const known = propertiesOf(schema);
  const asked = known.filter(
    ({ name, always }) => always || given[name] !== undefined || hides(redactions, `${at}/${name}`),
  );
  const rest = Object.keys(given).filter((name) => !known.some((property) => property.name === name));
  const row = (name: string, title: Phrase, property: Json): Row => {
    const path = `${at}/${name}`;
    return { path, title, value: shownOf(property, given[name], redactions, path) };
  };
  return [
    ...asked.map(({ name, title, schema: property }) => row(name, title, property)),
    ...rest.map((name) => row(name, { zh: name, en: name }, {})),
  ];
}

function shownOf(schema: Json, value: unknown, redactions: Redactions, path: string): Shown {
  const reason = redactions.get(path);
  if (reason !== undefined) return { kind: "redacted", reason };
  if (value === undefined || value === null || value === "")
    return hides(redactions, path) ? { kind: "redacted", reason: within(redactions, path) } : { kind: "none" };
  if (typeof value === "boolean") return { kind: "truth", value };
  if (Array.isArray(value)) {
    const items = isJson(schema.items) ? schema.items : {};
    return { kind: "list", items: value.map((item, index) => shownOf(items, item, redactions, `${path}/${index}`)) };
  }
  if (schema["x-cityhall-place"] === true && pointOf(value)) return { kind: "text", text: placeText(value) };
  if (isJson(value)) return { kind: "group", rows: rowsOf(schema, value, redactions, path) };
  const word = optionsOf(schema)?.find((option) => option.value === String(value))?.title;
  if (word) return { kind: "word", word };
  return schema.format === "date" ? { kind: "day", day: String(value) } : { kind: "text", text: String(value) };
}

function hides(redactions: Redactions, path: string): boolean {
  return within(redactions, path) !== "";
}

function within(redactions: Redactions, path: string): string {
  for (const [hidden, reason] of redactions) if (hidden === path || hidden.startsWith(`${path}/`)) return reason;
  return "";
}

/** A field that a supplement notice can name. */
export interface Item {
  readonly path: string;
  readonly title: Phrase;
}

export function itemsOf(rows: readonly Row[]): Item[] {
  return rows.map(({ path, title }) => ({ path, title }));
}

/** The name of the answer at a JSON Pointer: that of the field, or of the one around it. */
export function titleAt(schema: unknown, path: string): Phrase {
  const name = path.split("/")[1] ?? "";
  const found: Property | undefined = propertiesOf(schema).find((property) => property.name === name);
  return found?.title ?? { zh: path, en: path };
}
