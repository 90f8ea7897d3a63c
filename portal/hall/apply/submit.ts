/** Sends an application once: the same draft always has the same key. */

import { request } from "../../api/client.ts";
import { accepted, type Failure, failed } from "../../api/failure.ts";
import { who } from "../../api/session.ts";
import { trimmed } from "../../form/asked.ts";
import { type Draft, forgetDraft } from "../../form/draft.ts";
import type { Entry, Tried } from "../../offline/outbox.ts";
import { post } from "../../offline/post.ts";
import { type SubmitCaseInput, SubmitDocument } from "../operations.ts";
import type { Service } from "./service.ts";
import { addressOf } from "./steps.ts";

/** What an entry of this kind holds. */
interface Application {
  readonly service: string;
  readonly input: SubmitCaseInput;
}

/** Posts a draft: it is sent at once where there is a line, and otherwise when it is back. */
export function submit(owner: string, service: Service, draft: Draft): Promise<void> {
  const own = service.documents.filter((document) => document.isBrought).map(({ name }) => name);
  const input = {
    module: service.name,
    moduleRevision: service.revision,
    answers: trimmed(service.form, draft.answers),
    documents: draft.documents.filter((name) => own.includes(name)),
    documentsFollow: draft.promised,
    idempotencyKey: draft.key,
  };
  const content: Application = { service: service.name, input };
  const at = addressOf(service.name, "check");
  return post({ key: draft.key, owner, kind: "application", title: service.title, at, madeAt: Date.now(), content });
}

/** Sends an application once; with its arrival the draft has served its purpose. */
export async function sendApplication(entry: Entry): Promise<Tried> {
  const { service, input } = parseApplication(entry.content);
  const outcome = await request(SubmitDocument, { input });
  if (!outcome.ok) return outcome;
  const payload = accepted(outcome.value.submitCase);
  if (!payload.ok) return payload;
  const number = payload.value.case?.number;
  if (!number) return failed({ kind: "broken", reference: "" });
  await forgetDraft(entry.owner, service).catch(() => undefined);
  const at = new URLSearchParams({ at: payload.value.position ?? "" });
  const path = `/services/${encodeURIComponent(service)}/receipt/${encodeURIComponent(number)}`;
  // Who has no account sees the case by its code alone. What stands behind # is sent to no server.
  const code = who.value ? "" : `#${payload.value.receiptCode ?? ""}`;
  return { ok: true, receipt: `${path}?${at}${code}` };
}

/** This page alone has written it. */
function parseApplication(content: unknown): Application {
  return content as Application;
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
