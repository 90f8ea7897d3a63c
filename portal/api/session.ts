/** Who uses the page. A token lives as long as the tab: it is never written where another person finds it. */

import { computed, signal } from "@preact/signals";

export interface Session {
  readonly token: string;
  /** What the person is called, for the head of the page. */
  readonly name: string;
  /** Who it is, the same after each renewal; absent: the token alone says it. */
  readonly person?: string | undefined;
  /** When the token ends, in milliseconds; absent: nobody said. */
  readonly endsAt?: number | undefined;
  /** How a new token is had; absent: by signing in. */
  readonly renewal?: Renewal | undefined;
}

export type Renewal =
  | { readonly kind: "development"; readonly wanted: Wanted }
  | {
      readonly kind: "provider";
      readonly issuer: string;
      readonly refresh?: string | undefined;
      readonly idToken?: string | undefined;
    };

/** Whom somebody wants to be, in development. */
export interface Wanted {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly department: string | null;
}

const KEY = "cityhall.session";

const kept = read();
const hasPassed = kept !== null && isOver(kept);

const session = signal<Session | null>(hasPassed ? null : kept);

/** The session that has ended, until somebody signs in again or goes on without. What stands on the page stays. */
export const ended = signal<Session | null>(hasPassed ? kept : null);

/** Who is signed in; `null`: nobody. The `key` stays when the token is renewed. */
export const who = computed(() => {
  const known = session.value;
  return known && { name: known.name, key: known.person ?? known.token };
});

export function token(): string | null {
  return session.value?.token ?? null;
}

/** What is known of the session, for those who renew or end it. */
export function current(): Session | null {
  return session.value;
}

export function signIn(known: Session): void {
  sessionStorage.setItem(KEY, JSON.stringify(known));
  session.value = known;
  ended.value = null;
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  session.value = null;
  ended.value = null;
}

/** The token counts no more: whoever waits is told, and nothing is taken from the page. */
export function end(): void {
  ended.value ??= session.value;
}

export function isOver(known: Session): boolean {
  return known.endsAt !== undefined && known.endsAt <= Date.now();
}

function read(): Session | null {
  try {
    const known: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isSession(known) ? known : null;
  } catch {
    return null;
  }
}

export function isSession(known: unknown): known is Session {
  return (
    typeof known === "object" &&
    known !== null &&
    "token" in known &&
    typeof known.token === "string" &&
    "name" in known
  );
}
