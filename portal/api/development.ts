/** The identity provider of development mode, which gives a token to anybody. It is not there in production. */

import { failed, type Outcome } from "./failure.ts";
import { type Session, signIn, type Wanted } from "./session.ts";

export async function signInAs(wanted: Wanted, name: string): Promise<Outcome<Session>> {
  const { subject, roles, department } = wanted;
  const body = JSON.stringify({ subject, name, roles, ...(department && { department }) });
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch("/dev/token", { method: "POST", headers, body });
    if (!response.ok) return failed({ kind: "denied" });
    const told: unknown = await response.json();
    if (typeof told !== "object" || told === null || !("access_token" in told))
      return failed({ kind: "broken", reference: "" });
    const session: Session = {
      token: String(told.access_token),
      name,
      person: subject,
      endsAt: "expires_in" in told ? Date.now() + Number(told.expires_in) * 1000 : undefined,
      renewal: { kind: "development", wanted: { subject, roles, department } },
    };
    signIn(session);
    return { ok: true, value: session };
  } catch {
    return failed({ kind: "offline" });
  }
}
