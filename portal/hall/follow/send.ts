/** Messages of a case, on their way through the outbox. */

import { request } from "../../api/client.ts";
import { accepted } from "../../api/failure.ts";
import type { Entry, Tried } from "../../offline/outbox.ts";
import { post } from "../../offline/post.ts";
import { offline } from "../../words/offline.ts";
import { SendMessageDocument, type SendMessageInput } from "../operations.ts";

/** What an entry of this kind holds. */
export interface Written {
  readonly input: SendMessageInput;
}

/** Posts a message: it is sent at once where there is a line, and otherwise when it is back. */
export function postMessage(owner: string, at: string, caseId: string, text: string): Promise<void> {
  const key = crypto.randomUUID();
  const content: Written = { input: { caseId, text, idempotencyKey: key } };
  return post({ key, owner, kind: "message", title: offline.message, at, madeAt: Date.now(), content });
}

export async function sendMessage(entry: Entry): Promise<Tried> {
  const { input } = parseWritten(entry.content);
  const outcome = await request(SendMessageDocument, { input });
  const told = outcome.ok ? accepted(outcome.value.sendMessage) : outcome;
  if (!told.ok) return told;
  return { ok: true, receipt: `${entry.at}?${new URLSearchParams({ at: told.value.position ?? "" })}` };
}

/** This page alone has written it. */
export function parseWritten(content: unknown): Written {
  return content as Written;
}
