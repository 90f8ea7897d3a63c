/** What the test of verdicts runs inside the browser: the page's own code, and answers to try it with. */

import { trimmed } from "../form/asked.ts";
import { check, type Finding } from "../form/check.ts";
import { generator } from "../form/generated.ts";
import { isJson, type Json } from "../form/json.ts";
import { parseForm } from "../form/profile.ts";

export interface Judged {
  /** What is sent. */
  readonly answers: Json;
  readonly findings: readonly Finding[];
}

/** Texts that fit the patterns of the sample city, of which chance would find none. */
const TEXTS: readonly string[] = [
  "13800138000",
  "03005550110",
  "08:30",
  "P20260001",
  "91590100MA0000000A",
  "6222020000000000001",
  "590102199003070012",
  "LSVAA4182E2100001",
  "清A·12345",
  "松涛路与鹤鸣街路口东北角",
  "2026-03-27",
];

/** So many sets of answers with the page's verdict; every other one was mended until hardly anything is wrong. */
export function judge(schema: unknown, count: number): readonly Judged[] {
  const form = parseForm(schema);
  if (!("schema" in form) || !isJson(schema)) throw new Error(JSON.stringify(form));
  const next = generator(schema);
  const findings = (answers: Json) => check(form, answers);
  return Array.from({ length: count }, (_, place) => {
    const answers = place % 2 === 0 ? next() : mended(next(), findings, next);
    const sent = trimmed(form, answers);
    return { answers: sent, findings: findings(sent) };
  });
}

function mended(answers: Json, find: (answers: Json) => readonly Finding[], next: () => Json): Json {
  let best = answers;
  for (let time = 0; time < 300; time += 1) {
    const found = find(best);
    const wrong = found[time % Math.max(found.length, 1)]?.path.split("/").slice(1);
    if (!wrong) return best;
    const other = put(best, wrong, time % 2 === 0 ? TEXTS[(time / 2) % TEXTS.length] : at(next(), wrong));
    if (find(other).length <= found.length) best = other;
  }
  return best;
}

function at(answers: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return answers;
  if (Array.isArray(answers)) return at(answers[Number(name)], rest);
  return isJson(answers) ? at(answers[name], rest) : undefined;
}

function put(answers: Json, path: readonly string[], value: unknown): Json {
  const [name = "", ...rest] = path;
  return { ...answers, [name]: placed(answers[name], rest, value) };
}

function placed(held: unknown, path: readonly string[], value: unknown): unknown {
  const [name] = path;
  if (name === undefined) return value;
  if (!Array.isArray(held)) return put(isJson(held) ? held : {}, path, value);
  return held.map((one, place) => (String(place) === name ? placed(one, path.slice(1), value) : one));
}
