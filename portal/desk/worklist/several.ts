/** The same done to several cases: each has its own result, and one that fails takes none of the others with it. */

import type { Failure, Outcome } from "../../api/failure.ts";

export interface Chosen {
  readonly id: string;
  readonly number: string;
}

export interface Result {
  readonly id: string;
  readonly number: string;
  /** Why it was not done; `null`: it was. */
  readonly failure: Failure | null;
}

export interface Done {
  readonly results: readonly Result[];
  /** Where the city stood after the last of them. */
  readonly position: string | null;
}

/** One after the other, so that a slow city is not asked for all of them in one moment. */
export async function doEach<One extends Chosen>(
  chosen: readonly One[],
  act: (one: One) => Promise<Outcome<string | null>>,
): Promise<Done> {
  const results: Result[] = [];
  let position: string | null = null;
  for (const one of chosen) {
    const outcome = await act(one);
    if (outcome.ok) position = outcome.value ?? position;
    results.push({ id: one.id, number: one.number, failure: outcome.ok ? null : outcome.failure });
  }
  return { results, position };
}

/** Those that stay chosen: what was not done can be tried again. */
export function left(results: readonly Result[]): ReadonlySet<string> {
  return new Set(results.filter((result) => result.failure).map((result) => result.id));
}
