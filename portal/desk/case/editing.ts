/** The fields that an officer fills in, by the schema that an action brings. Rare shapes are not edited here. */

import type { Phrase } from "../../words/say.ts";
import { isJson, optionsOf, type Property, propertiesOf } from "./schema.ts";

export type Kind = "text" | "long" | "number" | "truth" | "choice" | "choices" | "day" | "other";

export interface Editable {
  readonly name: string;
  readonly title: Phrase;
  readonly required: boolean;
  readonly kind: Kind;
  readonly options: ReadonlyArray<{ readonly value: string; readonly title: Phrase }>;
  readonly lengthMax: number | null;
}

/** Above this many characters a text is written in several lines. */
const LONG = 80;

export function editableOf(schema: unknown): Editable[] {
  return propertiesOf(schema).map(editable);
}

/** Of a form's fields only those that may be changed. */
export function changeableOf(schema: unknown, names: readonly string[]): Editable[] {
  return propertiesOf(schema)
    .filter((property) => names.includes(property.name))
    .map((property) => ({ ...editable(property), required: false }));
}

function editable(property: Property): Editable {
  const { name, title, required, schema } = property;
  const items = isJson(schema.items) ? optionsOf(schema.items) : null;
  const lengthMax = typeof schema.maxLength === "number" ? schema.maxLength : null;
  return { name, title, required, kind: kindOf(property), options: optionsOf(schema) ?? items ?? [], lengthMax };
}

function kindOf({ schema }: Property): Kind {
  if (optionsOf(schema)) return "choice";
  switch (schema.type) {
    case "boolean":
      return "truth";
    case "integer":
      return "number";
    case "array":
      return isJson(schema.items) && optionsOf(schema.items) ? "choices" : "other";
    case "string":
      if (schema.format === "date") return "day";
      return typeof schema.maxLength === "number" && schema.maxLength > LONG ? "long" : "text";
    default:
      return "other";
  }
}

/** What is typed, as it is typed. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** The object that is sent: what was left empty is absent. */
export function givenOf(fields: readonly Editable[], typed: Typed): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const given = typed[field.name];
    if (given === undefined || given.length === 0) continue;
    values[field.name] = typeof given === "string" ? oneOf(field.kind, given) : given;
  }
  return values;
}

function oneOf(kind: Kind, given: string): unknown {
  if (kind === "truth") return given === "yes";
  // What is no whole number goes as it is: the city says what is wrong with it, at its field.
  if (kind === "number") return /^-?\d+$/.test(given.trim()) ? Number(given) : given;
  return given;
}

/** A day out of its three parts; empty where all of them are. */
export function dayOf(year: string, month: string, date: string): string {
  if (year === "" && month === "" && date === "") return "";
  return [year.padStart(4, "0"), month.padStart(2, "0"), date.padStart(2, "0")].join("-");
}

export function partsOf(day: string): readonly [year: string, month: string, date: string] {
  const [year = "", month = "", date = ""] = day.split("-").map((part) => part.replace(/^0+/, ""));
  return [year, month, date];
}
