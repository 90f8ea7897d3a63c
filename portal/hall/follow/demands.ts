/** What an action demands as a form that can be asked, what was given for it, and where a refusal belongs. */

import type { Finding } from "../../api/failure.ts";
import { trimmed } from "../../form/asked.ts";
import { withBlanks } from "../../form/blank.ts";
import { check } from "../../form/check.ts";
import { isJson, type Json, member, tokens } from "../../form/json.ts";
import { messages } from "../../form/messages.ts";
import { formOf } from "../../form/profile.ts";
import { type Question, questions } from "../../form/questions.ts";
import type { Form } from "../../form/schema.ts";
import { words } from "../../words/follow.ts";
import type { Phrase } from "../../words/say.ts";
import type { PerformActionInput } from "../operations.ts";
import type { Case } from "./reading.ts";

export type Action = NonNullable<Case["availableActions"]>[number];

export interface Demands {
  readonly name: string;
  readonly title: string;
  readonly effect: string;
  /** The reason and the legal basis, as far as they are demanded. */
  readonly own: readonly Question[];
  readonly fields: Form | null;
  /** The form of the case, and which of its answers may change. */
  readonly form: Form | null;
  readonly answers: readonly string[];
  /** Whether this page cannot ask what is demanded. */
  readonly isElsewhere: boolean;
}

/** What was given so far; `answers` holds only what was changed. */
export interface Draft {
  readonly own: Json;
  readonly fields: Json;
  readonly answers: Json;
}

export const EMPTY: Draft = { own: {}, fields: {}, answers: {} };

const REASON_MAX = 2000;

export function demandsOf(action: Action, of: Case): Demands {
  const fields = formOf(action.fields);
  const form = formOf(of.form?.schema);
  const answers = (action.answers ?? []).map((pointer) => tokens(pointer)[0] ?? "");
  const isUnknown = (action.fields !== null && !fields) || (answers.length > 0 && !form);
  return {
    name: action.name ?? "",
    title: action.title ?? action.name ?? "",
    effect: action.effect ?? "",
    own: [...basisOf(action, of), ...(action.reason ? [REASON] : [])],
    fields,
    form,
    answers: [...new Set(answers)],
    isElsewhere: isUnknown || (action.departments ?? []).length > 0 || action.items === true,
  };
}

const ASKED = { hint: undefined, required: true, person: false, follows: undefined, schemas: [] };

const REASON: Question = {
  ...ASKED,
  name: "reason",
  title: words.reason,
  kind: { kind: "longText", longest: REASON_MAX },
};

function basisOf(action: Action, of: Case): Question[] {
  const bases = of.serviceModule?.guide?.legalBasis ?? [];
  const titleOf = (name: string): Phrase => {
    const text = bases.find((one) => one.name === name)?.text ?? name;
    return { zh: text, en: text };
  };
  const options = (action.legalBasis ?? []).map((value) => ({ value, title: titleOf(value) }));
  if (options.length === 0) return [];
  return [{ ...ASKED, name: "legalBasis", title: words.legalBasis, kind: { kind: "choice", options } }];
}

/** The answers as they would be then. */
export function answersOf(of: Case, draft: Draft): Json {
  return { ...(isJson(of.answersJson) ? of.answersJson : {}), ...draft.answers };
}

/** Which answers are asked anew. */
export function changeable(demands: Demands, of: Case, draft: Draft): Question[] {
  if (!demands.form || demands.answers.length === 0) return [];
  return questions([demands.form.schema], answersOf(of, draft)).filter(({ name }) => demands.answers.includes(name));
}

/** What is missing or wrong by our own judgement, by the pointers into what is sent. */
export function wrongOf(demands: Demands, of: Case, draft: Draft): Map<string, Phrase> {
  const own = demands.own
    .filter(({ name }) => String(draft.own[name] ?? "").trim() === "")
    .map(({ name }) => [member("", name), words.mustBe] as const);
  return new Map([
    ...own,
    ...judged(demands.fields, draft.fields, "/fields", () => true),
    ...judged(demands.answers.length > 0 ? demands.form : null, answersOf(of, draft), "/answers", (name) =>
      demands.answers.includes(name),
    ),
  ]);
}

function judged(form: Form | null, given: Json, at: string, isAsked: (name: string) => boolean): [string, Phrase][] {
  if (!form) return [];
  const answers = withBlanks(questions([form.schema], given), given);
  const findings = check(form, answers).filter(({ path }) => isAsked(tokens(path)[0] ?? ""));
  return [...messages(form, answers, findings)].map(([pointer, phrase]) => [at + pointer, phrase]);
}

export type Sent = Omit<PerformActionInput, "caseId" | "expectedRevision" | "idempotencyKey">;

export function sentOf(demands: Demands, of: Case, draft: Draft): Sent {
  const { reason, legalBasis } = draft.own;
  return {
    action: demands.name,
    ...(typeof reason === "string" && { reason: reason.trim() }),
    ...(typeof legalBasis === "string" && { legalBasis }),
    ...(demands.fields && { fields: trimmed(demands.fields, draft.fields) }),
    ...(demands.answers.length > 0 && { answers: changedOf(demands, of, draft) }),
  };
}

/** Only what was changed; what was taken away is null. */
function changedOf(demands: Demands, of: Case, draft: Draft): Json {
  const whole = demands.form ? trimmed(demands.form, answersOf(of, draft)) : {};
  return Object.fromEntries(Object.keys(draft.answers).map((name) => [name, whole[name] ?? null]));
}

/** What the city says, each at its control; what has none is about the whole. */
export function placed(findings: readonly Finding[]): { at: Map<string, string>; whole: string[] } {
  const at = new Map<string, string>();
  const whole: string[] = [];
  for (const { field, message } of findings) {
    const pointer = `/${field.replace(/^\//, "")}`;
    if (/^\/(reason|legalBasis|fields\/.+|answers\/.+)$/.test(pointer)) at.set(pointer, message);
    else whole.push(message);
  }
  return { at, whole };
}
