/**
 * Which fields a form asks, given what has been answered so far.
 *
 * One pass in the form's order; within one schema object `$ref`, `properties`, `allOf`, then `if` with the branch
 * that it chooses. Each `if` sees only answers of fields that have already been asked, so that a stale answer of a
 * hidden field decides nothing.
 */

import { excess } from "./bounds.ts";
import { holds } from "./check.ts";
import type { Json } from "./json.ts";
import type { Form, Schema } from "./schema.ts";
import { tidied } from "./tidy.ts";

/** A field that is asked now. */
export interface Asked {
  readonly name: string;
  readonly required: boolean;
  /** Everything that the form says of it now, the first declaration first; later ones narrow it. */
  readonly schemas: readonly Schema[];
  /** The earlier field whose answer made the form ask it; nothing for what is asked of everybody. */
  readonly follows: string | undefined;
}

/** What is asked, in order. Empty text counts as absent. */
export function asked(form: Form, answers: Json): readonly Asked[] {
  return walk([form.schema], excess(answers).length > 0 ? {} : tidied(answers)).asked;
}

/** The answers to what is asked, as they are sent. */
export function trimmed(form: Form, answers: Json): Json {
  return walk([form.schema], tidied(answers)).known;
}

/** What a form or a group asks, given tidied answers, and the answers to just that. */
export function walk(schemas: readonly Schema[], answers: Json): { readonly asked: Asked[]; readonly known: Json } {
  const pass = new Pass(answers);
  for (const schema of schemas) pass.take(schema, undefined);
  return { asked: pass.asked(), known: pass.known };
}

class Pass {
  readonly known: Record<string, unknown> = {};
  private readonly fields = new Map<string, { schemas: Schema[]; follows: string | undefined }>();
  private readonly required = new Set<string>();
  private readonly pairs: (readonly [answered: string, needs: readonly string[]])[] = [];

  constructor(private readonly answers: Json) {}

  take(schema: Schema, follows: string | undefined): void {
    if (schema.ref) this.take(schema.ref, follows);
    for (const [name, property] of schema.properties) this.ask(name, property, follows);
    for (const name of schema.required) this.required.add(name);
    this.pairs.push(...schema.dependentRequired);
    for (const part of schema.allOf) this.take(part, follows);
    if (!schema.if) return;
    const branch = holds(schema.if, this.known) ? schema.whenTrue : schema.whenFalse;
    if (branch) this.take(branch, this.last(looksAt(schema.if)) ?? follows);
  }

  asked(): Asked[] {
    const answered = this.pairs.filter(([name]) => Object.hasOwn(this.known, name));
    const needed = new Set([...this.required, ...answered.flatMap(([, needs]) => needs)]);
    return [...this.fields].map(([name, field]) => ({ name, required: needed.has(name), ...field }));
  }

  private ask(name: string, property: Schema, follows: string | undefined): void {
    const field = this.fields.get(name);
    if (field) field.schemas.push(property);
    else this.fields.set(name, { schemas: [property], follows });
    if (Object.hasOwn(this.answers, name)) this.known[name] = this.answers[name];
  }

  private last(names: ReadonlySet<string>): string | undefined {
    return [...this.fields.keys()].filter((name) => names.has(name)).at(-1);
  }
}

/** The fields of the form at which a test looks. */
function looksAt(test: Schema): ReadonlySet<string> {
  const whole = [...test.allOf, ...(test.anyOf ?? []), ...(test.oneOf ?? []), test.not, test.ref];
  const inner = whole.flatMap((part) => (part ? [...looksAt(part)] : []));
  return new Set([...test.properties.map(([name]) => name), ...test.required, ...inner]);
}
