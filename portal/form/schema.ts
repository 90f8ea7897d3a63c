/** A form's schema once it is known to lie within the form profile: every keyword read, every reference in place. */

import type { Phrase } from "../words/say.ts";

export type Type = "string" | "integer" | "boolean" | "array" | "object";
export type Format = "date" | "email";
export type Scalar = string | number | boolean;

/** The largest whole number that a browser holds exactly. */
export const INTEGER_MAX = Number.MAX_SAFE_INTEGER;

/** The keywords of a schema object that hold no further schema. */
export interface Plain {
  readonly type: Type | undefined;
  readonly const: Scalar | undefined;
  readonly enum: readonly Scalar[] | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: RegExp | undefined;
  readonly format: Format | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly uniqueItems: boolean;
  readonly required: readonly string[];
  readonly dependentRequired: ReadonlyArray<readonly [answered: string, needs: readonly string[]]>;
  /** Whether names other than those of `properties` are refused. */
  readonly closed: boolean;
  readonly title: Phrase | undefined;
  readonly hint: Phrase | undefined;
  readonly labels: ReadonlyMap<string, Phrase> | undefined;
  /** Whether the answer identifies a person. */
  readonly person: boolean | undefined;
  /** Whether the group is a place on a map. */
  readonly place: boolean | undefined;
}

/** One schema object: part of a form, what a field takes, or a test inside an `if`. */
export interface Schema extends Plain {
  /** In the order in which they are asked. */
  readonly properties: ReadonlyArray<readonly [name: string, schema: Schema]>;
  readonly items: Schema | undefined;
  readonly allOf: readonly Schema[];
  readonly anyOf: readonly Schema[] | undefined;
  readonly oneOf: readonly Schema[] | undefined;
  readonly not: Schema | undefined;
  readonly if: Schema | undefined;
  readonly whenTrue: Schema | undefined;
  readonly whenFalse: Schema | undefined;
  /** What `$ref` names. */
  readonly ref: Schema | undefined;
}

/** A form that can be asked and checked. */
export interface Form {
  readonly schema: Schema;
}

/** Where and why a schema leaves the profile. */
export interface Fault {
  /** JSON Pointer into the schema. */
  readonly pointer: string;
  /** A stable word, the same as the city's own. */
  readonly reason: string;
}

/** A schema, then what it refers to, and so on: a keyword holds as said first. */
export function* chain(schema: Schema): Generator<Schema> {
  for (let part: Schema | undefined = schema; part; part = part.ref) yield part;
}

/** The schemas that stand directly in this one. */
export function parts(schema: Schema): Schema[] {
  const lists = [schema.allOf, schema.anyOf ?? [], schema.oneOf ?? [], schema.properties.map(([, one]) => one)];
  const single = [schema.items, schema.not, schema.if, schema.whenTrue, schema.whenFalse, schema.ref];
  return [...lists.flat(), ...single.filter((part) => part !== undefined)];
}
