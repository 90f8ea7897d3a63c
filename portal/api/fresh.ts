/** What a screen shows while somebody works on it: a newer answer takes the place of the last one, and a
 * failure never takes away what is there. */

import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { answersIn, type Operation, type Reader, request } from "./client.ts";
import type { Failure } from "./failure.ts";
import { isOnline } from "./line.ts";
import { ended } from "./session.ts";

/** After a lost line: long enough not to hurry the city, short enough to go unnoticed. */
const LINE_PAUSE_MS = 3_000;

export interface Fresh<T> {
  /** The last answer; `null` until the first has come. */
  readonly value: Signal<T | null>;
  /** Why the last reading failed; `null` where it did not. */
  readonly failure: Signal<Failure | null>;
  /** Reads again, not older than a position. */
  read(atLeast?: string | null): Promise<void>;
}

export function fresh<Answer, Variables>(
  operation: Operation<Answer, Variables>,
  variables: Variables,
  reader: Reader = "self",
): Fresh<Answer> {
  const value = signal<Answer | null>(null);
  const failure = signal<Failure | null>(null);
  let newest = 0;
  const read = async (atLeast?: string | null): Promise<void> => {
    newest += 1;
    const turn = newest;
    const outcome = await request(operation, atLeast ? { ...variables, atLeast } : variables, reader);
    if (turn !== newest) return;
    failure.value = outcome.ok ? null : outcome.failure;
    if (outcome.ok) value.value = outcome.value;
  };
  void read();
  return { value, failure, read };
}

/** The same for a screen; `key` says when it is about something else. In another language it is read again, and stays
 * until then: nothing that is typed on it is lost. */
export function useFresh<Answer, Variables>(
  operation: Operation<Answer, Variables>,
  variables: Variables,
  key: string,
  reader: Reader = "self",
): Fresh<Answer> {
  const found = useMemo(() => fresh(operation, variables, reader), [key]);
  const spoken = useRef(answersIn.value);
  useEffect(() => {
    if (spoken.current === answersIn.value) return;
    spoken.current = answersIn.value;
    void found.read();
  }, [found, answersIn.value]);
  // Somebody is back whose session had ended: what was refused meanwhile is read again.
  useEffect(() => {
    if (ended.value === null && found.failure.value?.kind === "denied") void found.read();
  }, [found, ended.value]);
  useGoingOn(found);
  return found;
}

/** A reading that failed for a reason that passes is tried again by itself. */
function useGoingOn(found: Fresh<unknown>): void {
  const failure = found.failure.value;
  useEffect(() => {
    const pause = failure && isOnline.value ? pauseAfter(failure) : undefined;
    if (pause === undefined) return;
    const timer = setTimeout(() => void found.read(), pause);
    return () => clearTimeout(timer);
  }, [found, failure, isOnline.value]);
}

function pauseAfter(failure: Failure): number | undefined {
  if (failure.kind === "busy") return failure.seconds * 1000;
  return failure.kind === "offline" ? LINE_PAUSE_MS : undefined;
}
