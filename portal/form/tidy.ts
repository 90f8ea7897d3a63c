/** Answers in the one shape that browser and city agree on. */

import { isJson, type Json } from "./json.ts";

/** `answers` without empty text in any group, and without halves of characters, which the city cannot read. */
export function tidied(answers: Json): Json {
  const kept = Object.entries(answers).filter(([, answer]) => answer !== "" && answer !== undefined);
  return Object.fromEntries(kept.map(([name, answer]) => [name, value(answer)]));
}

function value(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(value);
  if (isJson(answer)) return tidied(answer);
  return typeof answer === "string" ? answer.replaceAll(/\p{Surrogate}/gu, "\u{fffd}") : answer;
}
