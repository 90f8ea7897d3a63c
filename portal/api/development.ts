/** The identity provider of development mode, which gives a token to anybody. It is not there in production. */

import { failed, type Outcome } from "./failure.ts";
import { type Session, signIn } from "./session.ts";

/** Whom somebody wants to be. */
export interface Wanted {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly department: string | null;
}

export async function signInAs(wanted: Wanted, name: string): Promise<Outcome<Session>> {
  const { subject, roles, department } = wanted;
  const body = JSON.stringify({ subject, name, roles, ...(department && { department }) });
  try {
    const response = await fetch("/dev/token", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (!response.ok) return failed({ kind: "denied" });
    const told: unknown = await response.json();
    if (typeof told !== "object" || told === null || !("access_token" in told))
      return failed({ kind: "broken", reference: "" });
    const session = { token: String(told.access_token), name };
    signIn(session);
    return { ok: true, value: session };
  } catch {
    return failed({ kind: "offline" });
  }
}
