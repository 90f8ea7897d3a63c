/**
 * From a schema that the city sent to a form that can be asked: JSON Schema 2020-12 within the form profile.
 *
 * Refuses whatever this page does not understand, so that it never shows or judges half a form. That conditions
 * look back and demands name what is asked was proved when the service was published.
 */

import { compare, isJson, isText, type Json, member } from "./json.ts";
import { type Place, refusal, withoutEffect } from "./keywords.ts";
import { plain } from "./plain.ts";
import { chain, type Fault, type Form, parts, type Schema } from "./schema.ts";

const DEPTH_MAX = 24;
const LIST_ITEMS_MAX = 200;

/** How many schema objects a form may have once its definitions are put in place. */
const SIZE_MAX = 8192;

/** The form that `schema` declares, or every reason why it is none. */
export function parseForm(schema: unknown): Form | readonly Fault[] {
  if (isDeeper(schema)) return [{ pointer: "", reason: "SchemaTooDeep" }];
  const definitions = isJson(schema) && isJson(schema.$defs) ? schema.$defs : {};
  const circles = Object.keys(definitions).filter((name) => leadsBack(name, definitions));
  if (circles.length > 0)
    return circles.map((name) => ({ pointer: member("/$defs", name), reason: "RecursiveReference" }));
  const reader = new Reader(definitions);
  if (isJson(schema) && schema.type !== "object") reader.fault("/type", "RootNotObject");
  const root = reader.read(schema, "", "root");
  if (size(root, new Map()) > SIZE_MAX) reader.fault("", "SchemaTooLarge");
  return reader.faults.length > 0 ? reader.faults : { schema: root };
}

/** The form that `schema` declares; nothing where there is none that this page understands. */
export function formOf(schema: unknown): Form | null {
  const parsed = parseForm(schema);
  return "schema" in parsed ? parsed : null;
}

/** Reads schema objects; a definition once for each kind of place that uses it. */
class Reader {
  readonly faults: Fault[] = [];
  private readonly known = new Map<string, Schema>();

  constructor(private readonly definitions: Json) {}

  fault(pointer: string, reason: string): void {
    this.faults.push({ pointer, reason });
  }

  read(value: unknown, at: string, place: Place): Schema {
    if (!isJson(value)) this.fault(at, "NotASchema");
    const schema = isJson(value) ? value : {};
    for (const [keyword, held] of Object.entries(schema)) {
      const reason = refusal(keyword, held, place);
      if (reason) this.fault(member(at, keyword), reason);
    }
    const branches = ["then", "else"].filter((branch) => branch in schema && !("if" in schema));
    for (const branch of branches) this.fault(member(at, branch), "BranchWithoutCondition");
    const parsed = { ...plain(schema), ...this.nested(schema, at, place) };
    if (place === "field" || place === "inner") this.judgeValue(schema, parsed, at);
    return parsed;
  }

  private nested(schema: Json, at: string, place: Place): Omit<Schema, keyof ReturnType<typeof plain>> {
    const within = place === "root" || place === "part" ? "part" : "test";
    const one = (keyword: string, of: Place) =>
      keyword in schema ? this.read(schema[keyword], member(at, keyword), of) : undefined;
    const several = (keyword: string) => {
      const list = schema[keyword];
      return Array.isArray(list)
        ? list.map((part, index) => this.read(part, member(member(at, keyword), index), within))
        : undefined;
    };
    return {
      ref: this.reference(schema, at, place),
      properties: this.properties(schema, at, place),
      items: one("items", place === "test" ? place : "inner"),
      allOf: several("allOf") ?? [],
      anyOf: several("anyOf"),
      oneOf: several("oneOf"),
      not: one("not", "test"),
      if: one("if", "test"),
      whenTrue: one("then", "part"),
      whenFalse: one("else", "part"),
    };
  }

  private properties(schema: Json, at: string, place: Place): Schema["properties"] {
    const properties = isJson(schema.properties) ? schema.properties : {};
    const order = Array.isArray(schema["x-cityhall-order"]) ? schema["x-cityhall-order"].filter(isText) : [];
    const names = Object.keys(properties).sort(compare);
    if ("x-cityhall-order" in schema && [...order].sort(compare).join() !== names.join())
      this.fault(member(at, "x-cityhall-order"), "OrderIncomplete");
    const within = place === "test" ? place : place === "root" || place === "part" ? "field" : "inner";
    const inOrder = [...order.filter((name) => name in properties), ...names.filter((name) => !order.includes(name))];
    return inOrder.map((name) => {
      const pointer = member(member(at, "properties"), name);
      if (!/^(?!__)[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) this.fault(pointer, "InvalidName");
      return [name, this.read(properties[name], pointer, within)];
    });
  }

  private reference(schema: Json, at: string, place: Place): Schema | undefined {
    if (!("$ref" in schema)) return undefined;
    const name = definitionOf(schema.$ref);
    if (name === undefined || !(name in this.definitions)) {
      this.fault(member(at, "$ref"), "ReferenceNotLocal");
      return undefined;
    }
    const as = place === "root" ? "part" : place;
    const key = `${as} ${name}`;
    const known = this.known.get(key) ?? this.read(this.definitions[name], member("/$defs", name), as);
    this.known.set(key, known);
    return known;
  }

  /** Whether a value can be shown, and each of its keywords does something. */
  private judgeValue(schema: Json, parsed: Schema, at: string): void {
    const said = <K extends keyof Schema>(keyword: K) =>
      [...chain(parsed)].find((part) => part[keyword] !== undefined)?.[keyword];
    const type = said("type");
    if (type === undefined) return;
    for (const keyword of withoutEffect(schema, type)) this.fault(member(at, keyword), "KeywordWithoutEffect");
    if (schema["x-cityhall-person"] === true && type !== "string")
      this.fault(member(at, "x-cityhall-person"), "PersonNotAllowed");
    if (schema["x-cityhall-place"] === true && !isPlace(parsed))
      this.fault(member(at, "x-cityhall-place"), "PlaceNotAllowed");
    if (type !== "array") return;
    if (said("items") === undefined) this.fault(at, "ItemsMissing");
    if ((said("maxItems") ?? Number.POSITIVE_INFINITY) > LIST_ITEMS_MAX) this.fault(at, "UnboundedList");
  }
}

/** The largest that each part of a place can be, in hundred-millionths of a degree. */
const PLACE: ReadonlyMap<string, number> = new Map([
  ["longitude", 18_000_000_000],
  ["latitude", 9_000_000_000],
]);

/** Two whole numbers, which are demanded together and lie on the earth. */
function isPlace(schema: Schema): boolean {
  const parts = [...chain(schema)].flatMap((part) => part.properties);
  const demanded = new Set([...chain(schema)].flatMap((part) => part.required));
  const isWhole = ([name, of]: readonly [string, Schema]) => {
    const most = PLACE.get(name) ?? 0;
    const said = <K extends keyof Schema>(keyword: K) =>
      [...chain(of)].find((part) => part[keyword] !== undefined)?.[keyword];
    return (
      said("type") === "integer" && (said("minimum") ?? -Infinity) >= -most && (said("maximum") ?? Infinity) <= most
    );
  };
  const names = new Set(parts.map(([name]) => name));
  const isWholly = [...PLACE.keys()].every((name) => names.has(name) && demanded.has(name));
  return isWholly && names.size === PLACE.size && demanded.size === PLACE.size && parts.every(isWhole);
}

function definitionOf(reference: unknown): string | undefined {
  return isText(reference) ? /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1] : undefined;
}

function leadsBack(start: string, definitions: Json): boolean {
  const reached = new Set<string>();
  const pending = [start];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const next = references(definitions[name]).filter((target) => !reached.has(target));
    for (const target of next) reached.add(target);
    pending.push(...next);
  }
  return reached.has(start);
}

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isJson(value)) return [];
  const own = definitionOf(value.$ref);
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(references)];
}

function size(schema: Schema, known: Map<Schema, number>): number {
  const counted = known.get(schema);
  if (counted !== undefined) return counted;
  const sum = parts(schema).reduce((total, part) => total + size(part, known), 1);
  known.set(schema, sum);
  return sum;
}

/** Found without recursion, which what was sent could exhaust. */
function isDeeper(value: unknown): boolean {
  const pending: [unknown, number][] = [[value, 1]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [held, level] = next;
    if (level > DEPTH_MAX) return true;
    if (typeof held === "object" && held !== null)
      for (const inner of Object.values(held)) pending.push([inner, level + 1]);
  }
  return false;
}
