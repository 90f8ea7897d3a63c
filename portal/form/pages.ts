/** Which questions stand on one page together. */

import type { Question } from "./questions.ts";

export interface Page {
  /** The name of its first question: it stays while answers add pages before or behind. */
  readonly name: string;
  readonly questions: readonly Question[];
}

/** A form of so many questions is one page. */
const SHORT_MAX = 6;

/** How many questions stand on a page of a longer form, those that follow from an answer not counted. */
const PAGE_MAX = 5;

/**
 * Pages in the order in which the form asks. One question that follows from an answer is revealed below that answer;
 * several are pages of their own behind it. A group and a list have a page of their own.
 */
export function pagesOf(questions: readonly Question[]): Page[] {
  const followers = new Map<string | undefined, Question[]>();
  for (const question of questions) {
    const known = followers.get(question.follows);
    if (known) known.push(question);
    else followers.set(question.follows, [question]);
  }
  const following = (name: string | undefined) => followers.get(name) ?? [];
  const isRevealed = (list: readonly Question[]) => list.length === 1 && !list.some(isLarge);
  const withRevealed = (question: Question): Question[] => {
    const next = following(question.name);
    return isRevealed(next) ? [question, ...next.flatMap(withRevealed)] : [question];
  };
  const paged = (list: readonly Question[]): Page[] =>
    divided(list).flatMap((part) => {
      const shown = part.flatMap(withRevealed);
      const behind = shown.map(({ name }) => following(name)).filter((next) => !isRevealed(next));
      return [{ name: part[0]?.name ?? "", questions: shown }, ...behind.flatMap(paged)];
    });
  return paged(following(undefined));
}

function isLarge(question: Question): boolean {
  return question.kind.kind === "group" || question.kind.kind === "list";
}

/** Parts of about the same length, what is large alone. */
function divided(questions: readonly Question[]): Question[][] {
  if (questions.length <= SHORT_MAX && !questions.some(isLarge)) return questions.length > 0 ? [[...questions]] : [];
  const runs: Question[][] = [];
  for (const [index, question] of questions.entries()) {
    const before = questions[index - 1];
    if (!before || isLarge(question) || isLarge(before)) runs.push([question]);
    else runs.at(-1)?.push(question);
  }
  return runs.flatMap(evenly);
}

function evenly(run: readonly Question[]): Question[][] {
  const pages = Math.ceil(run.length / PAGE_MAX);
  const start = (page: number) => Math.ceil((page * run.length) / pages);
  return Array.from({ length: pages }, (_, page) => run.slice(start(page), start(page + 1)));
}
