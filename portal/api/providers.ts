/** With whom people sign in: what the city tells everybody before they do. */

import { failed, type Outcome } from "./failure.ts";

/** A page of the portal, by the word that a city has for it. */
export type Page = "Hall" | "Desk" | "Board";

export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly title: { readonly zh?: string; readonly en?: string };
  readonly scopes: readonly string[];
  readonly resource: string | null;
  readonly pages: readonly Page[];
}

export interface Providers {
  /** Whether anybody can be anybody. */
  readonly development: boolean;
  readonly providers: readonly Provider[];
}

let asked: Promise<Outcome<Providers>> | undefined;

/** Asks once; again only where that failed. */
export async function providers(): Promise<Outcome<Providers>> {
  asked ??= ask();
  const outcome = await asked;
  if (!outcome.ok) asked = undefined;
  return outcome;
}

async function ask(): Promise<Outcome<Providers>> {
  try {
    const response = await fetch("/identity-providers");
    const told: unknown = response.ok ? await response.json() : null;
    return isProviders(told)
      ? { ok: true, value: told }
      : failed({ kind: "broken", reference: String(response.status) });
  } catch {
    return failed({ kind: "offline" });
  }
}

/** The city writes it, so that its outer form tells the rest. */
function isProviders(told: unknown): told is Providers {
  return typeof told === "object" && told !== null && "providers" in told && Array.isArray(told.providers);
}
