/** Sends an application once: the same draft always has the same key. */

import { request } from "../../api/client.ts";
import { accepted, type Failure, failed, type Outcome } from "../../api/failure.ts";
import { trimmed } from "../../form/asked.ts";
import type { Draft } from "../../form/draft.ts";
import { SubmitDocument } from "../operations.ts";
import type { Service } from "./service.ts";

export interface Receipt {
  readonly number: string;
  /** What reads must reflect to show it. */
  readonly position: string;
}

export async function submit(service: Service, draft: Draft): Promise<Outcome<Receipt>> {
  const own = service.documents.filter((document) => document.isBrought).map(({ name }) => name);
  const input = {
    module: service.name,
    moduleRevision: service.revision,
    answers: trimmed(service.form, draft.answers),
    documents: draft.documents.filter((name) => own.includes(name)),
    documentsFollow: draft.promised,
    idempotencyKey: draft.key,
  };
  const outcome = await request(SubmitDocument, { input });
  if (!outcome.ok) return outcome;
  const payload = accepted(outcome.value.submitCase);
  if (!payload.ok) return payload;
  const number = payload.value.case?.number;
  if (!number) return failed({ kind: "broken", reference: "" });
  return { ok: true, value: { number, position: payload.value.position ?? "" } };
}

/** What the city says of answers, by their pointers: its `answers/plate` is the answer `/plate`. */
export function refusalsOf(failure: Failure): Map<string, string> {
  const findings = failure.kind === "refused" ? failure.findings : [];
  return new Map(
    findings.flatMap(({ field, message }) => {
      const pointer = /^\/?answers(\/.+)$/.exec(field)?.[1];
      return pointer ? [[pointer, message] as const] : [];
    }),
  );
}

/** Whether the city refused for this reason. */
export function isRefusedFor(failure: Failure, code: string): boolean {
  return failure.kind === "refused" && failure.findings.some((finding) => finding.code === code);
}

/** Whether nobody knows if it has arrived. */
export function isUnsure(failure: Failure): boolean {
  return failure.kind === "offline" || failure.kind === "slow" || failure.kind === "broken";
}
