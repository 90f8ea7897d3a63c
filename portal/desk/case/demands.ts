/** What an action demands, what was given for it, and where a refusal belongs. */

import type { Finding } from "../../api/failure.ts";
import { trimmed } from "../../form/asked.ts";
import { check } from "../../form/check.ts";
import { idOf } from "../../form/field/field.ts";
import { isJson, type Json, tokens } from "../../form/json.ts";
import { messages } from "../../form/messages.ts";
import { formOf } from "../../form/profile.ts";
import { type Question, questions } from "../../form/questions.ts";
import type { Form } from "../../form/schema.ts";
import { words } from "../../words/desk-case.ts";
import { say } from "../../words/say.ts";
import type { OneCaseQuery, PerformActionInput } from "../operations.ts";

export type Action = NonNullable<NonNullable<OneCaseQuery["case"]>["availableActions"]>[number];

export interface Demands {
  readonly name: string;
  readonly title: string;
  readonly reason: boolean;
  readonly legalBasis: readonly string[];
  readonly departments: readonly string[];
  readonly items: boolean;
  /** Its own form; `null` where it has none. */
  readonly fields: Form | null;
  /** Which answers of the case it changes, by name, and the form that asks them. */
  readonly answers: readonly string[];
  readonly form: Form | null;
  /** What was answered before. */
  readonly known: Json;
}

export function demandsOf(action: Action, form: unknown, answers: unknown): Demands {
  return {
    name: action.name ?? "",
    title: action.title ?? action.name ?? "",
    reason: action.reason ?? false,
    legalBasis: action.legalBasis ?? [],
    departments: action.departments ?? [],
    items: action.items ?? false,
    fields: formOf(action.fields),
    answers: (action.answers ?? []).map((path) => tokens(path)[0] ?? path),
    form: formOf(form),
    known: isJson(answers) ? answers : {},
  };
}

/** What an officer has given so far. */
export interface Draft {
  readonly reason: string;
  readonly legalBasis: string;
  readonly department: string;
  readonly items: readonly string[];
  readonly documents: readonly string[];
  readonly fields: Json;
  /** Only what was changed. */
  readonly answers: Json;
}

/** Where there is only one possibility, it is chosen. */
export function draftOf(demands: Demands): Draft {
  const only = (all: readonly string[]) => (all.length === 1 ? (all[0] ?? "") : "");
  const { legalBasis, departments } = demands;
  return {
    reason: "",
    legalBasis: only(legalBasis),
    department: only(departments),
    items: [],
    documents: [],
    fields: {},
    answers: {},
  };
}

/** What the form of an action asks now. */
export function fieldsOf(demands: Demands, draft: Draft): Question[] {
  return demands.fields ? questions([demands.fields.schema], draft.fields) : [];
}

/** Which answers are asked again now. */
export function answersOf(demands: Demands, draft: Draft): Question[] {
  if (!demands.form || demands.answers.length === 0) return [];
  const all = questions([demands.form.schema], { ...demands.known, ...draft.answers });
  return all.filter(({ name }) => demands.answers.includes(name));
}

/** What is said at each place of the form, in its order: its own parts by name, fields by pointers such as `/fields/score`. */
export type Places = ReadonlyMap<string, string>;

/** What was left empty and must not be, and what breaks the form. */
export function problemsOf(demands: Demands, draft: Draft): Places {
  const missing = say(words.acts.missing);
  const empty = (place: string, isEmpty: boolean) => (isEmpty ? [[place, missing] as const] : []);
  return new Map([
    ...empty("legalBasis", demands.legalBasis.length > 0 && draft.legalBasis === ""),
    ...empty("department", demands.departments.length > 0 && draft.department === ""),
    ...empty("items", demands.items && draft.items.length === 0 && draft.documents.length === 0),
    ...wrongFields(demands, draft),
    ...wrongAnswers(demands, draft),
    ...empty("reason", demands.reason && draft.reason.trim() === ""),
  ]);
}

function wrongFields({ fields }: Demands, draft: Draft): (readonly [string, string])[] {
  if (!fields) return [];
  const told = messages(fields, draft.fields, check(fields, draft.fields));
  return [...told].map(([pointer, phrase]) => [`/fields${pointer}`, say(phrase)] as const);
}

/** What was asked for is judged, and nothing else: an officer may not see every answer. One that they do not see is written
 * down anew. */
function wrongAnswers({ form, known, answers: asked }: Demands, draft: Draft): (readonly [string, string])[] {
  if (!form) return [];
  const answers = { ...known, ...draft.answers };
  const findings = check(form, answers).filter(({ path }) => asked.includes(tokens(path)[0] ?? ""));
  return [...messages(form, answers, findings)].map(
    ([pointer, phrase]) => [`/answers${pointer}`, say(phrase)] as const,
  );
}

/** Only what was changed; what was taken away is null. */
function changedOf({ form, known }: Demands, { answers }: Draft): Json {
  const whole = form ? trimmed(form, { ...known, ...answers }) : {};
  return Object.fromEntries(Object.keys(answers).map((name) => [name, whole[name] ?? null]));
}

export type Sent = Omit<PerformActionInput, "caseId" | "expectedRevision" | "idempotencyKey" | "channel">;

export function sentOf(demands: Demands, draft: Draft): Sent {
  return {
    action: demands.name,
    ...(draft.reason.trim() && { reason: draft.reason.trim() }),
    ...(draft.legalBasis && { legalBasis: draft.legalBasis }),
    ...(draft.department && { department: draft.department }),
    ...(draft.items.length > 0 && { items: [...draft.items] }),
    ...(draft.documents.length > 0 && { documents: [...draft.documents] }),
    ...(demands.fields && { fields: trimmed(demands.fields, draft.fields) }),
    ...(demands.answers.length > 0 && { answers: changedOf(demands, draft) }),
  };
}

export interface Placed {
  readonly at: Places;
  /** What is about the whole. */
  readonly whole: readonly string[];
}

/** Puts each finding at the control that it is about; documents are chosen where the items are. */
export function placed(demands: Demands, draft: Draft, findings: readonly Finding[]): Placed {
  const asked = { fields: fieldsOf(demands, draft), answers: answersOf(demands, draft) };
  const at = new Map<string, string>();
  const whole: string[] = [];
  for (const { field, message } of findings) {
    const path = field.replace(/^\//, "").replace(/^documents$/, "items");
    const place = placeOf(demands, asked, path);
    if (place) at.set(place, [at.get(place), message].filter(Boolean).join(" "));
    else whole.push(message);
  }
  return { at, whole };
}

function placeOf(
  demands: Demands,
  asked: Readonly<Record<"fields" | "answers", readonly Question[]>>,
  path: string,
): string | null {
  const [part, name] = path.split("/");
  if (part === "fields" || part === "answers")
    return asked[part].some((question) => question.name === name) ? `/${path}` : null;
  if (part === "reason") return part;
  if (part === "legalBasis") return demands.legalBasis.length > 0 ? part : null;
  if (part === "department") return demands.departments.length > 0 ? part : null;
  return part === "items" && demands.items ? part : null;
}

/** The id of the control at a place. */
export function controlAt(place: string): string {
  return place.startsWith("/") ? idOf(place) : `act-${place}`;
}
