/** What a screen shows of something that it asked for. */

import { type Signal, signal } from "@preact/signals";
import { type Operation, request } from "./client.ts";
import type { Failure } from "./failure.ts";

export type Read<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly failure: Failure };

/** Something that was asked for and can be asked for again; the last answer stays until the next has come. */
export interface Asked<T> {
  readonly now: Signal<Read<T>>;
  again(): Promise<void>;
}

export function ask<Answer, Variables>(operation: Operation<Answer, Variables>, variables: Variables): Asked<Answer> {
  const now = signal<Read<Answer>>({ state: "loading" });
  const again = async (): Promise<void> => {
    const outcome = await request(operation, variables);
    now.value = outcome.ok ? { state: "ready", value: outcome.value } : { state: "failed", failure: outcome.failure };
  };
  void again();
  return { now, again };
}
