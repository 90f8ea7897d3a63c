/** Answers to try a form with: mostly near to what it asks, sometimes far from it, the same ones at each run. */

import { isJson, type Json } from "./json.ts";

const ODD: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  2.5,
  3,
  11,
  "",
  "x",
  "yes",
  "no",
  "company",
  "south",
  "张三",
  "𠮷𠮷",
  "13800138000",
  "１３８００１３８０００",
  "2026-02-28",
  "2026-02-30",
  "a@b.cn",
  "a@b",
  "京A12345",
  "line\n",
  [],
  {},
  ["x", "x"],
  { plate: "京A12345" },
  [{ plate: "京A12345" }, { plate: "京A12345" }],
  { stranger: 1 },
];

/** A function that gives the next set of answers to a form. */
export function generator(schema: Json): () => Json {
  const chance = chances(20261128);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
  const declared = declarations(schema);
  const value = (of: Json): unknown => (chance() < 0.15 ? pick(ODD) : near(of, schema, pick, value, chance));
  return () => {
    const names = [...declared.keys(), "stranger"].filter(() => chance() < 0.75);
    return Object.fromEntries(names.map((name) => [name, value(pick(declared.get(name) ?? [{}]) ?? {})]));
  };
}

type Pick = <T>(list: readonly T[]) => T | undefined;

/** A value that fits what a schema says more often than not. */
function near(of: Json, root: Json, pick: Pick, value: (of: Json) => unknown, chance: () => number): unknown {
  const schema = resolved(of, root);
  if (Array.isArray(schema.enum)) return pick(schema.enum);
  if (schema.const !== undefined && chance() < 0.7) return schema.const;
  const items = isJson(schema.items) ? schema.items : {};
  const properties = isJson(schema.properties) ? Object.entries(schema.properties) : [];
  switch (schema.type) {
    case "boolean":
      return chance() < 0.5;
    case "integer":
      return Math.floor(chance() * 12) - 1;
    case "array":
      return Array.from({ length: Math.floor(chance() * 5) }, () => value(items));
    case "object":
      return Object.fromEntries(
        properties.filter(() => chance() < 0.8).map(([name, one]) => [name, value(isJson(one) ? one : {})]),
      );
    default:
      return pick(ODD.filter((odd) => typeof odd === "string"));
  }
}

function resolved(schema: Json, root: Json): Json {
  const name = typeof schema.$ref === "string" ? schema.$ref.replace("#/$defs/", "") : undefined;
  const target = name && isJson(root.$defs) ? root.$defs[name] : undefined;
  return isJson(target) ? { ...target, ...schema } : schema;
}

/** What the form says of each of its fields, wherever it stands. */
function declarations(schema: unknown, into = new Map<string, Json[]>()): Map<string, Json[]> {
  if (!isJson(schema)) return into;
  for (const [name, one] of Object.entries(isJson(schema.properties) ? schema.properties : {}))
    if (isJson(one)) into.set(name, [...(into.get(name) ?? []), one]);
  const all = Array.isArray(schema.allOf) ? schema.allOf : [];
  for (const part of [...all, schema.then, schema.else]) declarations(part, into);
  return into;
}

/** A sequence of numbers from 0 to 1 that looks random and is always the same (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
