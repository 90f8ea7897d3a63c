/** Which services fit what somebody looks for, in whichever language they write, the best first. */

import { synonyms } from "../../words/synonyms.ts";

/** A text in the languages that the city has it in. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

export interface Service {
  readonly name: string;
  readonly title: Both;
  readonly summary: Both;
  readonly department: Both;
  readonly themes: readonly string[];
}

/** Whether a Chinese text can be spelled like this, whole or by initials. */
export type Spelled = (text: string, letters: string) => boolean;

/** What a hit counts: a title says more than a summary, the word itself more than another word for it. */
const WORTH = { title: 8, spelledTitle: 5, otherTitle: 4, text: 2, otherText: 1 };

/** Those in which every word stands in some way; `themes` null: whatever their theme. */
export function matching(
  services: readonly Service[],
  wanted: string,
  themes: readonly string[] | null,
  spelled: Spelled,
): Service[] {
  const words = wordsOf(wanted);
  return services
    .filter((service) => themes === null || service.themes.some((theme) => themes.includes(theme)))
    .map((service) => ({ service, worth: worthOf(service, words, spelled) }))
    .filter(({ worth }) => worth > 0)
    .sort((one, other) => other.worth - one.worth)
    .map(({ service }) => service);
}

/** Whether something is written that may be pinyin. */
export function mayBePinyin(wanted: string): boolean {
  return wordsOf(wanted).some(isSpelling);
}

function wordsOf(wanted: string): string[] {
  const plain = wanted.normalize("NFKC").toLowerCase();
  return plain.split(/[\s,，、。]+/).filter((word) => word !== "");
}

function isSpelling(word: string): boolean {
  return /^[a-z]{2,}$/.test(word);
}

/** 0 where a word is missing. */
function worthOf(service: Service, words: readonly string[], spelled: Spelled): number {
  const whole = worthOfWord(service, words.join(" "), spelled);
  if (words.length === 0 || whole > 0) return whole || 1;
  const worths = words.map((word) => worthOfWord(service, word, spelled));
  return worths.includes(0) ? 0 : Math.min(...worths);
}

function worthOfWord(service: Service, word: string, spelled: Spelled): number {
  if (word === "") return 0;
  const title = `${service.title.zh} ${service.title.en} ${service.name}`.toLowerCase();
  const text = [service.summary, service.department]
    .flatMap(({ zh, en }) => [zh, en])
    .join(" ")
    .toLowerCase();
  if (title.includes(word)) return WORTH.title;
  if (isSpelling(word) && spelled(service.title.zh, word)) return WORTH.spelledTitle;
  const others = othersOf(word);
  if (others.some((other) => title.includes(other))) return WORTH.otherTitle;
  if (text.includes(word)) return WORTH.text;
  return others.some((other) => text.includes(other)) ? WORTH.otherText : 0;
}

/** Other words for a word. A Chinese sentence has no spaces: a known word anywhere in it counts. */
function othersOf(word: string): string[] {
  const singular = word.replace(/s$/, "");
  const says = (known: string): boolean =>
    known === word ||
    known === singular ||
    (/\p{Script=Han}/u.test(known) && !word.includes(" ") && word.includes(known));
  return synonyms.filter((group) => group.some(says)).flat();
}
