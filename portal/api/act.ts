/** What somebody does to a case, and where the city then stands. */

import { type Operation, request } from "./client.ts";
import { accepted, type Outcome, type UserErrors } from "./failure.ts";

interface Payload extends UserErrors {
  readonly position?: string | null;
}

/** Sends one mutation; what it comes to is the position from which a reader sees it. */
export async function act<Answer, Variables>(
  operation: Operation<Answer, Variables>,
  variables: Variables,
  payloadOf: (answer: Answer) => Payload | null | undefined,
): Promise<Outcome<string | null>> {
  const outcome = await request(operation, variables);
  if (!outcome.ok) return outcome;
  const done = accepted(payloadOf(outcome.value));
  return done.ok ? { ok: true, value: done.value.position ?? null } : done;
}
