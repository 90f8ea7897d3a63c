/** What an officer takes down for a person: which service, for whom, by which way, and what they say. */

import { request } from "../../api/client.ts";
import { accepted, type Failure, type Finding, failed, type Outcome } from "../../api/failure.ts";
import { trimmed } from "../../form/asked.ts";
import type { Json } from "../../form/json.ts";
import { formOf } from "../../form/profile.ts";
import type { Form } from "../../form/schema.ts";
import type { Phrase } from "../../words/say.ts";
import { type ApplicantKind, type Channel, FileCaseDocument, type FilingQuery } from "../operations.ts";

export interface Service {
  readonly name: string;
  readonly title: Phrase;
  readonly revision: number;
  readonly form: Form;
  readonly kinds: readonly ApplicantKind[];
  readonly channels: readonly Channel[];
  readonly documents: readonly Brought[];
}

export interface Brought {
  readonly name: string;
  readonly title: Phrase;
  readonly isNeeded: boolean;
  readonly mayFollow: boolean;
}

/** Why nothing can be taken down. */
export type Hindrance = "noService" | "notYours" | "noForm";

/** The service, if an officer of these roles takes it down for others. */
export function serviceOf(found: FilingQuery): Service | Hindrance {
  const module = found.serviceModule;
  if (!module || module.retired) return "noService";
  if (!mayFile(module.assistance?.roles, found.viewer.roles)) return "notYours";
  const form = formOf(module.form?.schema);
  if (!form) return "noForm";
  return {
    name: module.name ?? "",
    title: both(module.titleZh, module.titleEn),
    revision: module.revision ?? 0,
    form,
    kinds: module.applicants ?? [],
    channels: module.assistance?.channels ?? [],
    documents: documentsOf(module),
  };
}

export function mayFile(wanted: readonly string[] | null | undefined, held: readonly string[] | null): boolean {
  return (wanted ?? []).some((role) => held?.includes(role));
}

function documentsOf(module: NonNullable<FilingQuery["serviceModule"]>): Brought[] {
  const brought = (module.guideZh?.documents ?? []).filter(
    ({ source }) => source === "APPLICANT" || source === "GOVERNMENT",
  );
  return brought.map(({ name, title, need, mayFollow }) => {
    const other = module.guideEn?.documents?.find((one) => one.name === name);
    return {
      name: name ?? "",
      title: both(title, other?.title),
      isNeeded: need === "MANDATORY",
      mayFollow: mayFollow !== null,
    };
  });
}

function both(zh: string | null | undefined, en: string | null | undefined): Phrase {
  return { zh: zh ?? en ?? "", en: en ?? zh ?? "" };
}

/** What was taken down so far. It stays on the page and is never kept on the device: many people's papers pass here. */
export interface Draft {
  readonly kind: ApplicantKind;
  readonly person: string;
  readonly channel: Channel;
  readonly answers: Json;
  readonly documents: readonly string[];
  readonly promised: boolean;
  /** However often it is sent, the city takes it once. */
  readonly key: string;
}

export function draftOf(service: Service): Draft {
  return {
    kind: service.kinds.find((kind) => kind !== "ANONYMOUS") ?? "ANONYMOUS",
    person: "",
    channel: service.channels[0] ?? "COUNTER",
    answers: {},
    documents: [],
    promised: false,
    key: crypto.randomUUID(),
  };
}

export interface Filed {
  readonly number: string;
  readonly position: string | null;
}

export async function file(service: Service, draft: Draft): Promise<Outcome<Filed>> {
  const person = draft.person.trim().toUpperCase();
  const input = {
    module: service.name,
    moduleRevision: service.revision,
    answers: trimmed(service.form, draft.answers),
    documents: [...draft.documents],
    documentsFollow: draft.promised,
    idempotencyKey: draft.key,
    channel: draft.channel,
    onBehalfOf: draft.kind === "ANONYMOUS" ? { kind: draft.kind } : { kind: draft.kind, person },
  };
  const outcome = await request(FileCaseDocument, { input });
  if (!outcome.ok) return outcome;
  const payload = accepted(outcome.value.submitCase);
  if (!payload.ok) return payload;
  const number = payload.value.case?.number;
  if (!number) return failed({ kind: "broken", reference: "" });
  return { ok: true, value: { number, position: payload.value.position ?? null } };
}

/** What the city does not accept: by the pointers of the answers, and what is about anything else. */
export function refusalsOf(failure: Failure): { answers: ReadonlyMap<string, string>; others: readonly Finding[] } {
  const findings = failure.kind === "refused" ? failure.findings : [];
  const pointer = (field: string) => /^\/?answers(\/.+)$/.exec(field)?.[1];
  return {
    answers: new Map(
      findings.flatMap(({ field, message }) => {
        const at = pointer(field);
        return at ? [[at, message] as const] : [];
      }),
    ),
    others: findings.filter(({ field }) => !pointer(field)),
  };
}
