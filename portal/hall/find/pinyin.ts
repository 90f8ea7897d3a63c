/** How Chinese is spelled in letters. Its table is loaded when somebody first writes letters. */

import { signal } from "@preact/signals";
import type { Spelled } from "./matching.ts";

/** Finds nothing until the table is there. */
export const spelled = signal<Spelled>(() => false);

let isAsked = false;

export async function learnPinyin(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    const { default: pinyin } = await import("pinyin-match");
    spelled.value = (text, letters) => pinyin.match(text, letters) !== false;
  } catch {
    // Without it, words are found as they are written; the next letter asks again.
    isAsked = false;
  }
}
