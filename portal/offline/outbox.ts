/**
 * What is to be sent and has not certainly arrived: entries, and how each goes from state to state.
 *
 * Pure: no clock, no storage, no network. An entry is `sending` only while somebody holds the outbox; whoever takes
 * hold of it finds what a closed page left in this state and lets it wait again ([`recovered`]). The same key goes
 * along each time, so that the city takes an entry once.
 */

import type { Failure } from "../api/failure.ts";

export interface Entry {
  /** The key under which the city takes it once. */
  readonly key: string;
  /** Whose it is: nobody else sees or sends it. */
  readonly owner: string;
  /** Which sender knows how it is sent. */
  readonly kind: string;
  /** What it is, for its owner. */
  readonly title: { readonly zh: string; readonly en: string };
  /** The page where its owner sees to it. Entries of one page go one after the other, as they were made. */
  readonly at: string;
  /** What the sender needs. */
  readonly content: unknown;
  /** When it was made, in milliseconds. */
  readonly madeAt: number;
  readonly state: State;
}

export type State =
  | { readonly kind: "waiting"; readonly tries: number; readonly notBefore: number }
  | { readonly kind: "sending"; readonly tries: number }
  /** It arrived, and is seen at `receipt`. */
  | { readonly kind: "sent"; readonly receipt: string; readonly since: number }
  /** It cannot arrive as it is. */
  | { readonly kind: "needsYou"; readonly why: Failure };

/** What came of a try. */
export type Tried = { readonly ok: true; readonly receipt: string } | { readonly ok: false; readonly failure: Failure };

const FIRST_WAIT_MS = 5_000;
const WAIT_MAX_MS = 300_000;

/** How often the city may break over an entry before its owner is asked. */
const BREAKS_MAX = 5;

/** How long it is told that an entry has arrived. */
const TOLD_MS = 86_400_000;

export function made(about: Omit<Entry, "state">): Entry {
  return { ...about, state: { kind: "waiting", tries: 0, notBefore: 0 } };
}

/** What there is when somebody takes hold of the outbox. What was refused to a session is tried again in another. */
export function recovered(entry: Entry, isOtherSession: boolean): Entry {
  const { state } = entry;
  if (state.kind === "sending") return waits(entry, state.tries, 0);
  return state.kind === "needsYou" && state.why.kind === "denied" && isOtherSession ? waits(entry, 0, 0) : entry;
}

/** With the line back, nothing waits for its time. */
export function hastened(entry: Entry): Entry {
  return entry.state.kind === "waiting" ? waits(entry, entry.state.tries, 0) : entry;
}

export function begun(entry: Entry): Entry {
  const tries = entry.state.kind === "waiting" ? entry.state.tries : 0;
  return { ...entry, state: { kind: "sending", tries: tries + 1 } };
}

export function ended(entry: Entry, tried: Tried, now: number): Entry {
  if (tried.ok) return { ...entry, state: { kind: "sent", receipt: tried.receipt, since: now } };
  const tries = entry.state.kind === "sending" ? entry.state.tries : 1;
  const pause = pauseAfter(tried.failure, tries);
  if (pause === undefined) return { ...entry, state: { kind: "needsYou", why: tried.failure } };
  return waits(entry, tries, now + pause);
}

/** What may be sent now: of each page the first that is on its way. One that needs its owner stands in nobody's way. */
export function due(entries: readonly Entry[], now: number): Entry[] {
  const onTheirWay = inOrder(entries).filter(({ state }) => state.kind === "waiting" || state.kind === "sending");
  const heads = onTheirWay.filter((entry, place) => onTheirWay.findIndex(({ at }) => at === entry.at) === place);
  return heads.filter(({ state }) => state.kind === "waiting" && state.notBefore <= now);
}

/** When something is due again. */
export function nextAt(entries: readonly Entry[]): number | undefined {
  const times = entries.flatMap(({ state }) => (state.kind === "waiting" ? state.notBefore : []));
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Whether an entry that arrived has been told long enough. */
export function isOver({ state }: Entry, now: number): boolean {
  return state.kind === "sent" && state.since + TOLD_MS < now;
}

export function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((one, other) => one.madeAt - other.madeAt || (one.key < other.key ? -1 : 1));
}

function waits(entry: Entry, tries: number, notBefore: number): Entry {
  return { ...entry, state: { kind: "waiting", tries, notBefore } };
}

/** How long to wait before the next try; nothing where a try more would not help. */
function pauseAfter(failure: Failure, tries: number): number | undefined {
  const pause = Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  switch (failure.kind) {
    case "offline":
    case "slow":
      return pause;
    case "busy":
      return Math.max(pause, failure.seconds * 1000);
    case "broken":
      return tries < BREAKS_MAX ? pause : undefined;
    case "refused":
    case "denied":
    case "gone":
      return undefined;
  }
}
