/** One request to the city's GraphQL API. No cache: what is true is asked for, and `atLeast` says how fresh. */

import { signal } from "@preact/signals";
import { type Failure, failed, type Outcome } from "./failure.ts";
import { end, token } from "./session.ts";

/** An operation as `generate.mjs` writes it: its text, which knows the types of its answer and of its variables. */
export interface Operation<Answer, Variables> {
  toString(): string;
  readonly __apiType?: (variables: Variables) => Answer;
}

/** The language in which the city is asked to answer. */
export const answersIn = signal("zh-CN");

/** How long a person waits before they are told that it takes too long. */
const PATIENCE_MS = 20_000;

/** What the specification of GraphQL over HTTP lets an answer hold. */
interface Answered {
  readonly data?: unknown;
  readonly errors?: ReadonlyArray<{
    readonly message?: string;
    readonly path?: readonly unknown[];
    readonly extensions?: { readonly code?: string };
  }>;
}

/** Who asks: whoever is signed in, or nobody in particular, who sees what everybody may. */
export type Reader = "self" | "public";

/** Asks once. Nothing is thrown: whatever happens is an outcome. */
export async function request<Answer, Variables>(
  operation: Operation<Answer, Variables>,
  variables: Variables,
  reader: Reader = "self",
): Promise<Outcome<Answer>> {
  let response: Response;
  try {
    response = await fetch("/graphql", {
      method: "POST",
      headers: headers(reader),
      body: JSON.stringify({ query: operation.toString(), variables }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    const isSlow = error instanceof DOMException && error.name === "TimeoutError";
    return failed({ kind: isSlow ? "slow" : "offline" });
  }
  return outcome<Answer>(response);
}

/** The headers of every request. */
export function headers(reader: Reader = "self"): Record<string, string> {
  const known = reader === "self" ? token() : null;
  return {
    "content-type": "application/json",
    accept: "application/graphql-response+json",
    "accept-language": answersIn.value,
    ...(known ? { authorization: `Bearer ${known}` } : {}),
  };
}

async function outcome<Answer>(response: Response): Promise<Outcome<Answer>> {
  const answered: Answered | undefined = await response.json().catch(() => undefined);
  const first = answered?.errors?.[0];
  if (!answered || (first && !answered.data)) return failed(refusal(response, first?.extensions?.code, first?.message));
  if (first?.extensions?.code === "RATE_LIMITED") return failed(busy(response));
  // A field that failed is null, and its reader says what is missing.
  return { ok: true, value: answered.data as Answer };
}

function refusal(response: Response, code: string | undefined, message: string | undefined): Failure {
  switch (response.status) {
    case 401:
      end();
      return { kind: "denied" };
    case 403:
      return { kind: "denied" };
    case 404:
    case 410:
      return { kind: "gone" };
    case 429:
    case 503:
      return busy(response);
    default:
      return { kind: "broken", reference: reference(code, message) };
  }
}

function busy(response: Response): Failure {
  return { kind: "busy", seconds: Number(response.headers.get("retry-after")) || 5 };
}

/** What a person may read out on the telephone: the number of the request where the city tells one, else the code. */
function reference(code: string | undefined, message: string | undefined): string {
  return /request (\S+)/.exec(message ?? "")?.[1] ?? code ?? "";
}
