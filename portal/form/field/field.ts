/** What every field of a form is given, and how its parts are called in the page. */

import { form } from "../../words/form.ts";
import { say } from "../../words/say.ts";
import { tokens } from "../json.ts";
import type { Kind, Question } from "../questions.ts";

export interface FieldProps<K extends Kind["kind"] = Kind["kind"]> {
  readonly question: Question;
  readonly kind: Kind & { kind: K };
  /** JSON Pointer of the answer. */
  readonly at: string;
  readonly value: unknown;
  /** What is wrong with answers, by their pointers. */
  readonly wrong: ReadonlyMap<string, string>;
  readonly change: (value: unknown) => void;
}

/** The id of the control that takes the focus for an answer. */
export function idOf(pointer: string): string {
  return ["answer", ...tokens(pointer)].join("-");
}

/** What a control is described by, if it is there. */
export function described(id: string, hint: boolean, isWrong: boolean): string | undefined {
  const ids = [...(hint ? [`${id}-hint`] : []), ...(isWrong ? [`${id}-wrong`] : [])];
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** The words of a question, with a mark where the answer may be left out. */
export function titleOf(question: Question): string {
  const isMarked = !question.required && question.kind.kind !== "agreement";
  return say(question.title) + (isMarked ? say(form.optional) : "");
}

export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
