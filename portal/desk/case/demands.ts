/** What an action demands, what was given for it, and where a refusal belongs. */

import type { Finding } from "../../api/failure.ts";
import type { OneCaseQuery, PerformActionInput } from "../operations.ts";
import { changeableOf, type Editable, editableOf, givenOf, type Typed } from "./editing.ts";

export type Action = NonNullable<NonNullable<OneCaseQuery["case"]>["availableActions"]>[number];

export interface Demands {
  readonly name: string;
  readonly title: string;
  readonly reason: boolean;
  readonly legalBasis: readonly string[];
  readonly departments: readonly string[];
  readonly items: boolean;
  readonly fields: readonly Editable[];
  readonly answers: readonly Editable[];
}

export function demandsOf(action: Action, form: unknown): Demands {
  return {
    name: action.name ?? "",
    title: action.title ?? action.name ?? "",
    reason: action.reason ?? false,
    legalBasis: action.legalBasis ?? [],
    departments: action.departments ?? [],
    items: action.items ?? false,
    fields: editableOf(action.fields),
    answers: changeableOf(form, action.answers ?? []),
  };
}

/** What an officer has given so far. */
export interface Draft {
  readonly reason: string;
  readonly legalBasis: string;
  readonly department: string;
  readonly items: readonly string[];
  readonly documents: readonly string[];
  readonly fields: Typed;
  readonly answers: Typed;
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

/** The places that were left empty and must not be, in the order of the form. */
export function missingOf(demands: Demands, draft: Draft): string[] {
  const fields = demands.fields.filter(
    ({ required, kind, name }) => required && kind !== "other" && (draft.fields[name] ?? "").length === 0,
  );
  return [
    ...(demands.legalBasis.length > 0 && draft.legalBasis === "" ? ["legalBasis"] : []),
    ...(demands.departments.length > 0 && draft.department === "" ? ["department"] : []),
    ...(demands.items && draft.items.length === 0 && draft.documents.length === 0 ? ["items"] : []),
    ...fields.map(({ name }) => `fields/${name}`),
    ...(demands.reason && draft.reason.trim() === "" ? ["reason"] : []),
  ];
}

export type Sent = Omit<PerformActionInput, "caseId" | "expectedRevision" | "idempotencyKey">;

export function sentOf(demands: Demands, draft: Draft): Sent {
  return {
    action: demands.name,
    ...(draft.reason.trim() && { reason: draft.reason.trim() }),
    ...(draft.legalBasis && { legalBasis: draft.legalBasis }),
    ...(draft.department && { department: draft.department }),
    ...(draft.items.length > 0 && { items: [...draft.items] }),
    ...(draft.documents.length > 0 && { documents: [...draft.documents] }),
    ...(demands.fields.length > 0 && { fields: givenOf(demands.fields, draft.fields) }),
    ...(demands.answers.length > 0 && { answers: givenOf(demands.answers, draft.answers) }),
  };
}

/** The places of the form at which something can be said. */
function placesOf(demands: Demands): string[] {
  return [
    "reason",
    "legalBasis",
    "department",
    "items",
    ...demands.fields.map(({ name }) => `fields/${name}`),
    ...demands.answers.map(({ name }) => `answers/${name}`),
  ];
}

export interface Placed {
  /** What is said at each place. */
  readonly at: ReadonlyMap<string, string>;
  /** What is about the whole. */
  readonly whole: readonly string[];
}

/** Puts each finding at the control that it is about; documents are chosen where the items are. */
export function placed(demands: Demands, findings: readonly Finding[]): Placed {
  const places = placesOf(demands);
  const at = new Map<string, string>();
  const whole: string[] = [];
  for (const { field, message } of findings) {
    const path = field.replace(/^\//, "").replace(/^documents$/, "items");
    const place = places.find((one) => path === one || path.startsWith(`${one}/`));
    if (place && hasControl(demands, place)) at.set(place, [at.get(place), message].filter(Boolean).join(" "));
    else whole.push(message);
  }
  return { at, whole };
}

function hasControl(demands: Demands, place: string): boolean {
  if (place === "legalBasis") return demands.legalBasis.length > 0;
  if (place === "department") return demands.departments.length > 0;
  return place !== "items" || demands.items;
}
