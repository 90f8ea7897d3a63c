/** What findings say to people: one message for each field, in both languages. */

import { item, form as words, wrong } from "../words/form.ts";
import type { Phrase, Telling } from "../words/say.ts";
import type { Finding } from "./check.ts";
import { isJson, type Json, tokens } from "./json.ts";
import { boundOf, itemQuestion, type Question, questions } from "./questions.ts";
import type { Form, Schema } from "./schema.ts";

/** Messages by the pointers of their fields, in the order of the findings. */
export function messages(form: Form, answers: Json, findings: readonly Finding[]): Map<string, Phrase> {
  const told = new Map<string, Phrase>();
  for (const { path, keyword } of findings) {
    if (told.has(path)) continue;
    const question = locate([form.schema], answers, tokens(path));
    told.set(path, question ? message(question, keyword) : words.tooLong);
  }
  return told;
}

/** The question to which a pointer leads; its title says at which place of a list it stands. */
function locate(schemas: readonly Schema[], answers: unknown, path: readonly string[]): Question | undefined {
  const [name, ...rest] = path;
  const held = isJson(answers) ? answers : {};
  const question = questions(schemas, held).find((one) => one.name === name);
  return question && inside(question, held[question.name], rest);
}

function inside(question: Question, answer: unknown, path: readonly string[]): Question {
  const [place, ...rest] = path;
  if (place === undefined) return question;
  if (question.kind.kind === "group") return locate(question.kind.schemas, answer, path) ?? question;
  if (question.kind.kind !== "list") return question;
  const index = Number(place);
  const inner = inside(itemQuestion(question.kind, index + 1), Array.isArray(answer) ? answer[index] : {}, rest);
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
