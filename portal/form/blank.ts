/** Whether there is an answer at all, and what is looked at where a group or a list was left blank. */

import { isJson, type Json } from "./json.ts";
import type { Question } from "./questions.ts";

/** Whether nothing was answered, at any depth. */
export function isBlank(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length === 0;
  if (isJson(answer)) return Object.values(answer).every(isBlank);
  return answer === undefined || answer === null || answer === "";
}

/** `answers` with the demanded groups and items in place, so that what is missing is found at its own field. */
export function withBlanks(questions: readonly Question[], answers: Json): Json {
  const blanks = questions.flatMap(({ name, required, kind }) => {
    if (!required || answers[name] !== undefined) return [];
    if (kind.kind === "group") return [[name, {}] as const];
    if (kind.kind === "list" && kind.item.kind === "group" && kind.least > 0)
      return [[name, Array.from({ length: kind.least }, () => ({}))] as const];
    return [];
  });
  return { ...answers, ...Object.fromEntries(blanks) };
}
