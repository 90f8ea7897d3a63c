/** What a screen shows while somebody works on it: a newer answer takes the place of the last one, and a
 * failure never takes away what is there. */

import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { answersIn, type Operation, request } from "./client.ts";
import type { Failure } from "./failure.ts";

export interface Fresh<T> {
  /** The last answer; `null` until the first has come. */
  readonly value: Signal<T | null>;
  /** Why the last reading failed; `null` where it did not. */
  readonly failure: Signal<Failure | null>;
  /** Reads again, not older than a position. */
  read(atLeast?: string | null): Promise<void>;
}

export function fresh<Answer, Variables>(operation: Operation<Answer, Variables>, variables: Variables): Fresh<Answer> {
  const value = signal<Answer | null>(null);
  const failure = signal<Failure | null>(null);
  let newest = 0;
  const read = async (atLeast?: string | null): Promise<void> => {
    newest += 1;
    const turn = newest;
    const outcome = await request(operation, atLeast ? { ...variables, atLeast } : variables);
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
): Fresh<Answer> {
  const found = useMemo(() => fresh(operation, variables), [key]);
  const spoken = useRef(answersIn.value);
  useEffect(() => {
    if (spoken.current === answersIn.value) return;
    spoken.current = answersIn.value;
    void found.read();
  }, [found, answersIn.value]);
  return found;
}
