/** What the hall adds to the outbox: how each kind of entry is sent. */

import { request } from "../../api/client.ts";
import { failed } from "../../api/failure.ts";
import type { Entry, Tried } from "../../offline/outbox.ts";
import { type Sender, start } from "../../offline/post.ts";
import { register } from "../../offline/register.ts";
import { WhoAmIDocument } from "../operations.ts";

export function begin(): void {
  const senders = {
    application: later(async () => (await import("../apply/applying.ts")).sendApplication),
    message: later(async () => (await import("../follow/send.ts")).sendMessage),
  };
  start({ senders, whoIsIt });
  void register();
}

/** What sends comes when there is something to send. Without a line it does not come, and the entry waits. */
function later(load: () => Promise<Sender>): Sender {
  return async (entry: Entry): Promise<Tried> => {
    const sender = await load().catch(() => null);
    return sender ? sender(entry) : failed({ kind: "offline" });
  };
}

async function whoIsIt(): Promise<string | undefined> {
  const outcome = await request(WhoAmIDocument, {});
  return (outcome.ok && outcome.value.viewer.subject) || undefined;
}
