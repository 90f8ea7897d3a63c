/** The newest figures out of what was read and what the stream told. */

import type { CountedFragment, FiguresQuery } from "../operations.ts";

export interface Figures {
  /** `null`: the city did not tell them. */
  readonly counts: readonly CountedFragment[] | null;
  /** From when they are, in milliseconds. */
  readonly countedAt: number;
  readonly others: Pick<FiguresQuery, "cityFigures" | "ratings" | "supervisionMatters">;
  readonly readAt: number;
}

/** A reading does not take the place of counts that were told after it was asked for. */
export function withReading(latest: Figures | null, read: FiguresQuery, asked: number): Figures {
  const isNewer = !latest || latest.countedAt <= asked;
  return {
    counts: isNewer ? read.caseCounts : latest.counts,
    countedAt: isNewer ? asked : latest.countedAt,
    others: read,
    readAt: asked,
  };
}

export function withCounts(latest: Figures, counts: readonly CountedFragment[], at: number): Figures {
  return { ...latest, counts, countedAt: at };
}
