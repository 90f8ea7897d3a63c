/** The language that the reader chose, and how a phrase is said in it. */

import { effect, signal } from "@preact/signals";
import { answersIn } from "../api/client.ts";

export type Language = "zh-CN" | "en";

/** A text in both languages. One without the other is a type error. */
export interface Phrase {
  readonly zh: string;
  readonly en: string;
}

/** The same about something. */
export interface Telling<About extends readonly unknown[]> {
  readonly zh: (...about: About) => string;
  readonly en: (...about: About) => string;
}

const KEY = "cityhall.language";

export const language = signal<Language>(usual());

export function say(phrase: Phrase): string {
  return language.value === "en" ? phrase.en : phrase.zh;
}

export function tell<About extends readonly unknown[]>(telling: Telling<About>, ...about: About): string {
  return language.value === "en" ? telling.en(...about) : telling.zh(...about);
}

/** The phrase of a word of a closed set; a word that is newer than this page is said as it is. */
export function sayWord(words: Readonly<Record<string, Phrase>>, word: string | null | undefined): string {
  if (!word) return "";
  const known = words[word];
  return known ? say(known) : word;
}

effect(() => {
  document.documentElement.lang = language.value;
  answersIn.value = language.value;
  localStorage.setItem(KEY, language.value);
});

function usual(): Language {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "en" || chosen === "zh-CN") return chosen;
  return navigator.language.startsWith("en") ? "en" : "zh-CN";
}
