/** What the desk reads from a form's JSON Schema: its fields in order, and what they are called. */

import type { Phrase } from "../../words/say.ts";

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export interface Property {
  readonly name: string;
  readonly title: Phrase;
  readonly schema: Json;
  /** Whether the form asks it of everybody; the others are asked where an answer before says so. */
  readonly always: boolean;
  readonly required: boolean;
}

/** Every field that a schema may ask, in the order in which it asks them. A field that is named again is only narrowed. */
export function propertiesOf(schema: unknown, always = true): Property[] {
  if (!isJson(schema)) return [];
  const own = inOrder(schema).map(([name, property]): Property => {
    const required = always && Array.isArray(schema.required) && schema.required.includes(name);
    return { name, title: titleOf(property, name), schema: property, always, required };
  });
  const parts = Array.isArray(schema.allOf) ? schema.allOf.filter(isJson) : [];
  const later = parts.flatMap((part) => propertiesOf(part, always && part.if === undefined));
  const branches = [schema.then, schema.else].flatMap((branch) => propertiesOf(branch, false));
  const all = [...own, ...later, ...branches];
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

function inOrder(schema: Json): [string, Json][] {
  const properties = isJson(schema.properties) ? schema.properties : {};
  const wanted = Array.isArray(schema["x-cityhall-order"]) ? schema["x-cityhall-order"] : [];
  const names = [...wanted.filter((name) => typeof name === "string"), ...Object.keys(properties)];
  return [...new Set(names)].flatMap((name): [string, Json][] => {
    const property = properties[name];
    return isJson(property) ? [[name, property]] : [];
  });
}

function titleOf(schema: Json, name: string): Phrase {
  const zh = textOf(schema.title) ?? name;
  return { zh, en: textOf(schema["x-cityhall-title-en"]) ?? zh };
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The options of a choice, with their names; `null` where a field is no choice. */
export function optionsOf(schema: Json): { readonly value: string; readonly title: Phrase }[] | null {
  if (!Array.isArray(schema.enum)) return null;
  const labels = isJson(schema["x-cityhall-labels"]) ? schema["x-cityhall-labels"] : {};
  return schema.enum.map((one) => {
    const value = String(one);
    const label = labels[value];
    const zh = (isJson(label) && textOf(label.zh)) || value;
    return { value, title: { zh, en: (isJson(label) && textOf(label.en)) || zh } };
  });
}
