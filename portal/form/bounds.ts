/** How deep, how long and how exact answers may be: the same bounds as the city's. */

import type { Finding } from "./check.ts";
import { isJson, type Json, member } from "./json.ts";
import { INTEGER_MAX } from "./schema.ts";

/** A plain value is one level, a list or a group one more than its parts. */
const ANSWER_DEPTH_MAX = 16;

/** Of all answers together, counted without quoting. */
const ANSWER_BYTES_MAX = 256 * 1024;

const encoder = new TextEncoder();
const bytesOf = (text: string): number => encoder.encode(text).length;

/** The fields that are nested too deeply, or the whole if it is too long. */
export function excess(answers: Json): Finding[] {
  const findings: Finding[] = [];
  let bytes = 0;
  for (const [name, answer] of Object.entries(answers)) {
    const taken = measure(answer, ANSWER_BYTES_MAX - bytes - bytesOf(name));
    if (taken === "deep") findings.push({ path: member("", name), keyword: "maxDepth" });
    else if (taken === "long") return [{ path: "", keyword: "maxBytes" }];
    else bytes += bytesOf(name) + taken;
  }
  return findings;
}

function measure(answer: unknown, most: number): number | "deep" | "long" {
  const pending: [unknown, number][] = [[answer, 1]];
  let bytes = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, depth] = next;
    if (depth > ANSWER_DEPTH_MAX) return "deep";
    bytes += ownBytes(value);
    if (bytes > most) return "long";
    if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value)) pending.push([inner, depth + 1]);
  }
  return bytes;
}

/** A lower bound of what the value takes as JSON, its parts not counted. */
function ownBytes(value: unknown): number {
  if (typeof value === "string") return bytesOf(value) + 2;
  if (typeof value === "number") return 1;
  if (Array.isArray(value)) return value.length + 2;
  if (isJson(value)) return Object.keys(value).reduce((sum, name) => sum + bytesOf(name) + 4, 2);
  return 4;
}

/** Numbers that a browser does not hold exactly. */
export function inexact(value: unknown, at = ""): Finding[] {
  if (typeof value === "number" && Math.abs(value) > INTEGER_MAX)
    return [{ path: at, keyword: value > 0 ? "maximum" : "minimum" }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => inexact(inner, member(at, name)));
}
