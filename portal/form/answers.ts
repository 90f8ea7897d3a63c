/** What was answered, as people read it again: in the order of the form and in its words. */

import type { Phrase } from "../words/say.ts";
import { isBlank } from "./blank.ts";
import { isJson, member, tokens } from "./json.ts";
import { everyQuestion, type Kind, questions } from "./questions.ts";
import type { Form, Schema } from "./schema.ts";

/** What is said in place of an answer that is not shown, by JSON Pointer. */
export type Hidden = ReadonlyMap<string, string>;

export interface Given {
  /** JSON Pointer of the answer. */
  readonly at: string;
  readonly title: Phrase;
  /** Nothing where the form knows no such field. */
  readonly kind: Kind | undefined;
  readonly value: unknown;
}

/** What is asked now, and whatever was answered or is hidden beyond that: nothing that has a value is left out. */
export function given(schemas: readonly Schema[], answers: unknown, hidden: Hidden, at: string): Given[] {
  const held = isJson(answers) ? answers : {};
  const asked = new Map(questions(schemas, held).map((question) => [question.name, question]));
  const every = everyQuestion(schemas);
  const known = every.flatMap((question) => {
    const { name } = question;
    const isGiven = held[name] !== undefined || insteadOf(hidden, member(at, name), undefined) !== undefined;
    return asked.get(name) ?? (isGiven ? question : []);
  });
  const others = Object.keys(held).filter((name) => !every.some((question) => question.name === name));
  return [
    ...known.map(({ name, title, kind }) => ({ at: member(at, name), title, kind, value: held[name] })),
    ...others.map((name) => ({
      at: member(at, name),
      title: { zh: name, en: name },
      kind: undefined,
      value: held[name],
    })),
  ];
}

/** What is said in place of an answer: it is hidden, or nothing is left of it because something within it is. */
export function insteadOf(hidden: Hidden, at: string, value: unknown): string | undefined {
  const whole = hidden.get(at);
  if (whole !== undefined || !isBlank(value)) return whole;
  return [...hidden].find(([pointer]) => pointer.startsWith(`${at}/`))?.[1];
}

/** The title of the answer at a pointer: that of the field, or of the one around it. */
export function titleAt(form: Form | null, pointer: string): Phrase {
  const [name] = tokens(pointer);
  const question = form && everyQuestion([form.schema]).find((one) => one.name === name);
  return question?.title ?? { zh: pointer, en: pointer };
}
