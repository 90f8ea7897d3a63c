/** What findings say to people: one message for each field, in both languages. */

import { item, form as words, wrong } from "../words/form.ts";
import type { Phrase, Telling } from "../words/say.ts";
import type { Finding } from "./check.ts";
import { isJson, type Json, member, tokens } from "./json.ts";
import { boundOf, itemQuestion, type Question, questions } from "./questions.ts";
import type { Form, Schema } from "./schema.ts";

/** Messages by the pointers of their fields, in the order of the findings. */
export function messages(form: Form, answers: Json, findings: readonly Finding[]): Map<string, Phrase> {
  const told = new Map<string, Phrase>();
  const known: Known = new Map();
  for (const { path, keyword } of findings) {
    if (told.has(path)) continue;
    const question = locate(known, [form.schema], answers, tokens(path), "");
    told.set(path, question ? message(question, keyword) : words.tooLong);
  }
  return told;
}

/** The questions of the form and of each group in it, by its pointer: they are read once, however many are wrong. */
type Known = Map<string, readonly Question[]>;

/** The question to which a pointer leads from `at`; its title says at which place of a list it stands. */
function locate(
  known: Known,
  schemas: readonly Schema[],
  answers: unknown,
  path: readonly string[],
  at: string,
): Question | undefined {
  const [name, ...rest] = path;
  const held = isJson(answers) ? answers : {};
  const asked = known.get(at) ?? questions(schemas, held);
  known.set(at, asked);
  const question = asked.find((one) => one.name === name);
  return question && inside(known, question, held[question.name], rest, member(at, question.name));
}

function inside(known: Known, question: Question, answer: unknown, path: readonly string[], at: string): Question {
  const [place, ...rest] = path;
  if (place === undefined) return question;
  if (question.kind.kind === "group") return locate(known, question.kind.schemas, answer, path, at) ?? question;
  if (question.kind.kind !== "list") return question;
  const index = Number(place);
  const held = Array.isArray(answer) ? answer[index] : {};
  const inner = inside(known, itemQuestion(question.kind, index + 1), held, rest, member(at, place));
  if (rest.length === 0) return inner;
  const { zh, en } = inner.title;
  return { ...inner, title: { zh: `${zh}（${item.zh(index + 1)}）`, en: `${en} (${item.en(index + 1)})` } };
}

function message(question: Question, keyword: string): Phrase {
  const telling: Telling<[title: string, limit: number]> = wrong[reason(question, keyword)];
  const limit = boundOf(question.schemas, keyword) ?? 0;
  return { zh: telling.zh(question.title.zh, limit), en: telling.en(question.title.en, limit) };
}

function reason({ kind: { kind } }: Question, keyword: string): keyof typeof wrong {
  switch (keyword) {
    case "required":
    case "const":
    case "enum":
      return missing(kind);
    case "type":
      return kind === "whole" || kind === "date" ? kind : "other";
    case "format":
      return kind === "date" ? "date" : "email";
    case "minLength":
    case "maxLength":
    case "minimum":
    case "maximum":
    case "pattern":
    case "minItems":
    case "maxItems":
    case "uniqueItems":
      return keyword;
    default:
      return "other";
  }
}

function missing(kind: Question["kind"]["kind"]): keyof typeof wrong {
  switch (kind) {
    case "choice":
    case "several":
    case "yesNo":
      return "choose";
    case "agreement":
      return "agree";
    case "list":
      return "add";
    default:
      return "fill";
  }
}
