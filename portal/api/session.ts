/** Who uses the page. A token lives as long as the tab: it is never written where another person finds it. */

import { computed, signal } from "@preact/signals";

export interface Session {
  readonly token: string;
  /** What the person is called, for the head of the page. */
  readonly name: string;
}

const KEY = "cityhall.session";

const session = signal<Session | null>(read());

/** Who is signed in; `null`: nobody. */
export const who = computed(() => session.value);

export function token(): string | null {
  return session.value?.token ?? null;
}

export function signIn(known: Session): void {
  sessionStorage.setItem(KEY, JSON.stringify(known));
  session.value = known;
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  session.value = null;
}

function read(): Session | null {
  try {
    const known: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isSession(known) ? known : null;
  } catch {
    return null;
  }
}

function isSession(known: unknown): known is Session {
  return (
    typeof known === "object" &&
    known !== null &&
    "token" in known &&
    typeof known.token === "string" &&
    "name" in known
  );
}
