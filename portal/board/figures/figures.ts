/** Figures out of the city's own counts. Nothing is counted here: counts are only added up. */

import type { CountedFragment, RatedFragment, RatingLevel } from "../operations.ts";

export interface Count {
  readonly open: number;
  readonly overdue: number;
  readonly total: number;
}

/** The counts of what has one thing in common, such as its department. */
export interface Group extends Count {
  readonly key: string;
  readonly name: string;
}

export function sumOf(rows: readonly CountedFragment[]): Count {
  return rows.reduce<Count>(
    (sum, row) => ({
      open: sum.open + (row.open ?? 0),
      overdue: sum.overdue + (row.overdue ?? 0),
      total: sum.total + (row.total ?? 0),
    }),
    { open: 0, overdue: 0, total: 0 },
  );
}

/** Which part of the open cases is not overdue; `null` where none is open, because nothing has no share. */
export function onTime(count: Count): number | null {
  return count.open === 0 ? null : (count.open - count.overdue) / count.open;
}

/** One group for each key, where it is worst first. */
export function groupsOf(
  rows: readonly CountedFragment[],
  keyOf: (row: CountedFragment) => string,
  nameOf: (row: CountedFragment) => string,
): Group[] {
  const byKey = new Map<string, CountedFragment[]>();
  for (const row of rows) byKey.set(keyOf(row), [...(byKey.get(keyOf(row)) ?? []), row]);
  const groups = [...byKey].map(([key, members]) => {
    const first = members[0];
    return { key, name: first ? nameOf(first) : key, ...sumOf(members) };
  });
  return groups.sort(
    (one, other) => other.overdue - one.overdue || other.open - one.open || one.key.localeCompare(other.key),
  );
}

export interface Level {
  readonly level: RatingLevel;
  readonly name: string;
  readonly count: number;
}

/** The levels of all ratings, best first as the city has them. What the city does not count out is not there. */
export function levelsOf(rows: readonly RatedFragment[]): Level[] {
  const levels = new Map<RatingLevel, Level>();
  for (const { level, name, count } of rows.flatMap((row) => row.levels ?? [])) {
    if (!level) continue;
    levels.set(level, { level, name: name ?? level, count: (levels.get(level)?.count ?? 0) + (count ?? 0) });
  }
  return [...levels.values()];
}

/** What the city calls a bad rating (差评). */
const BAD: readonly RatingLevel[] = ["DISSATISFIED", "VERY_DISSATISFIED"];

/** How many ratings are counted, and which part of them is not bad; `null` where there is none. */
export function contentOf(levels: readonly Level[]): { readonly given: number; readonly share: number | null } {
  const sum = (of: readonly Level[]) => of.reduce((so, level) => so + level.count, 0);
  const given = sum(levels);
  const bad = sum(levels.filter(({ level }) => BAD.includes(level)));
  return { given, share: given === 0 ? null : (given - bad) / given };
}
