/** The sample city as its manifests tell it: what its people know of a service before they open a page. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { Phrase } from "../words/say.ts";

export const CITY = resolve(import.meta.dirname, "../../examples/qingshui");

/** One field of a form, as far as somebody needs to know it who fills it in. */
export interface FieldMade {
  readonly type: string;
  readonly const?: unknown;
  readonly format?: string;
  readonly title?: string;
  readonly enum?: readonly string[];
  readonly items?: FieldMade;
  readonly properties?: Readonly<Record<string, FieldMade>>;
  readonly "x-cityhall-title-en"?: string;
  readonly "x-cityhall-labels"?: Readonly<Record<string, Phrase>>;
}

export interface ActionMade {
  readonly name: string;
  readonly title: Phrase;
  readonly roles: readonly string[];
  readonly demands?: { readonly fields?: { readonly schema: unknown } };
}

export interface ModuleMade {
  readonly title: Phrase;
  readonly guide: { readonly legalBasis?: ReadonlyArray<{ readonly name: string; readonly text: Phrase }> };
  readonly form: { readonly schema: unknown };
  readonly documents?: ReadonlyArray<{ readonly name: string; readonly title: Phrase }>;
  readonly workflow: { readonly actions: readonly ActionMade[] };
}

export interface Actor {
  readonly subject: string;
  readonly name: string;
  readonly roles?: readonly string[];
  readonly department?: string;
}

/** What somebody does: an action of the module, or another mutation; `forward` is time that passes. */
export interface Step {
  readonly forward?: string;
  readonly clock?: string;
  readonly as?: Actor;
  readonly action?: string;
  readonly mutation?: string;
  readonly refused?: string;
  readonly reason?: string;
  readonly legalBasis?: string;
  readonly department?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly items?: readonly string[];
  readonly documents?: readonly string[];
  readonly answers?: Readonly<Record<string, unknown>>;
}

export interface Sample {
  readonly name: string;
  readonly applicant: Actor;
  readonly ends: string;
  readonly daysAgo?: Readonly<Record<string, number>>;
  readonly input: {
    readonly module: string;
    readonly documents?: readonly string[];
    readonly documentsFollow?: boolean;
    readonly answers: Readonly<Record<string, unknown>>;
  };
  readonly steps: readonly Step[];
}

/** Every sample of the city, by name. */
export function samples(): Sample[] {
  const folder = join(CITY, "samples");
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return files.sort().map((file) => ({ ...read(join(folder, file)), name: basename(file, ".yaml") }));
}

export function moduleOf(name: string): ModuleMade {
  return read(join(CITY, "modules", `${name}.yaml`)).spec;
}

/** What a department is called. */
export function departmentTitle(name: string): Phrase {
  const folder = join(CITY, "departments");
  const all = readdirSync(folder).flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), "utf8")));
  const found = all.map((document) => document.toJS()).find((one) => one.metadata.name === name);
  if (!found) throw new Error(`no department is called ${name}`);
  return found.spec.title;
}

/** The fields that a schema has at any depth of its conditions, in the order in which they stand there. */
export function fieldsOf(schema: unknown): Map<string, FieldMade> {
  const found = new Map<string, FieldMade>();
  const walk = (part: unknown, isCondition: boolean): void => {
    if (typeof part !== "object" || part === null) return;
    for (const [keyword, held] of Object.entries(part)) {
      if (keyword === "properties" && !isCondition) {
        for (const [name, field] of Object.entries(held))
          if (!found.has(name)) found.set(name, resolved(schema, field));
      } else if (keyword === "allOf") for (const one of held) walk(one, false);
      else if (keyword === "then" || keyword === "else") walk(held, false);
    }
  };
  walk(schema, false);
  return found;
}

export function titleOf(name: string, field: FieldMade): Phrase {
  const zh = field.title ?? name;
  return { zh, en: field["x-cityhall-title-en"] ?? zh };
}

export function optionOf(field: FieldMade, value: unknown): Phrase {
  const word = String(value);
  return field["x-cityhall-labels"]?.[word] ?? { zh: word, en: word };
}

// biome-ignore lint/suspicious/noExplicitAny: a manifest is what the city itself has checked
function read(path: string): any {
  return parse(readFileSync(path, "utf8"));
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function resolved(schema: any, field: any): FieldMade {
  const name = /^#\/\$defs\/(.+)$/.exec(field.$ref ?? "")?.[1];
  return name ? { ...resolved(schema, schema.$defs[name]), ...field } : field;
}
