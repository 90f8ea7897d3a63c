/** How the city's own figures are grouped. Nothing is counted here: figures are only added up. */

import { type Point, parseBorder } from "../../parts/border.ts";
import type { DistrictsQuery, ServiceFragment } from "../operations.ts";

export interface District {
  readonly code: string;
  readonly name: string;
  /** Empty where the city published none. */
  readonly border: readonly Point[];
}

export interface Standing {
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
}

export interface Cards {
  readonly key: string;
  readonly name: string;
  readonly yellow: number;
  readonly red: number;
}

type Counted = Exclude<keyof ServiceFragment, "department" | "module" | "__typename">;

export function sumOf(rows: readonly ServiceFragment[], of: Counted): number {
  return rows.reduce((sum, row) => sum + row[of], 0);
}

/** How the cases stand of the departments of one district; `null`: of those of the whole city. */
export function standingOf(rows: readonly ServiceFragment[], code: string | null): Standing {
  const here = rows.filter((row) => (row.department?.district?.code ?? null) === code);
  return { total: sumOf(here, "total"), open: sumOf(here, "open"), overdue: sumOf(here, "overdue") };
}

/** The cards of every department that has some, where they are gravest first. */
export function cardsOf(rows: readonly ServiceFragment[]): Cards[] {
  const byDepartment = new Map<string, Cards>();
  for (const row of rows) {
    const key = row.department?.name ?? "";
    const { yellow, red } = byDepartment.get(key) ?? { yellow: 0, red: 0 };
    const name = row.department?.title ?? key;
    byDepartment.set(key, { key, name, yellow: yellow + row.yellowCards, red: red + row.redCards });
  }
  const some = [...byDepartment.values()].filter(({ yellow, red }) => yellow + red > 0);
  return some.sort(
    (one, other) => other.red - one.red || other.yellow - one.yellow || one.key.localeCompare(other.key),
  );
}

/** Which part of the finished cases was finished on time; `null` where none is finished. */
export function shareOnTime(rows: readonly ServiceFragment[]): number | null {
  const finished = sumOf(rows, "finished");
  return finished === 0 ? null : sumOf(rows, "finishedOnTime") / finished;
}

/** The city's districts. One that the figures name and the city does not tell has its code for a name, so that nothing is
 * left out of a sum. */
export function districtsOf(
  told: NonNullable<DistrictsQuery["city"]>["districts"] | null,
  rows: readonly ServiceFragment[],
): District[] {
  const districts = (told ?? []).flatMap(({ code, name, boundary }) =>
    code ? [{ code, name: name ?? code, border: parseBorder(boundary) }] : [],
  );
  const known = new Set(districts.map(({ code }) => code));
  const named = rows.flatMap((row) => row.department?.district?.code ?? []);
  const others = [...new Set(named)].filter((code) => !known.has(code)).sort();
  return [...districts, ...others.map((code) => ({ code, name: code, border: [] }))];
}
