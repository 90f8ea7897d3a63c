/** How old a figure may be. */

/** How often everything is read again: the stream does not tell what time alone changes, such as a case getting overdue. */
export const READ_EVERY_MS = 60_000;

/** Two readings missed and some patience. */
export const AGE_MAX_MS = 150_000;

/** At most so often what is shown changes. */
export const SHOW_EVERY_MS = 5_000;

export type Freshness = "fresh" | "not-live" | "old";

/** `isLive` is absent for a figure that no stream tells. */
export function freshness(at: number, now: number, isLive = true): Freshness {
  if (now - at > AGE_MAX_MS) return "old";
  return isLive ? "fresh" : "not-live";
}
