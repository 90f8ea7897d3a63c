/** How the counts of cases are grouped on the board. */

import { type Group, groupsOf } from "../figures/figures.ts";
import type { Narrowed } from "../lists.ts";
import type { CountedFragment, Stage } from "../operations.ts";

/** A group and the filter of the list behind it. */
export interface Listed extends Group {
  readonly narrowed: Narrowed;
}

/** The counts of the departments of one district; of those of the whole city where its code is empty. */
export function ofDistrict(rows: readonly CountedFragment[], code: string): CountedFragment[] {
  return rows.filter((row) => (row.department?.district?.code ?? "") === code);
}

export function byDepartment(rows: readonly CountedFragment[]): Listed[] {
  const keyOf = (row: CountedFragment) => row.department?.name ?? "";
  const groups = groupsOf(rows, keyOf, (row) => row.department?.title ?? keyOf(row));
  return groups.map((group) => ({ ...group, narrowed: { department: group.key } }));
}

export function byService(rows: readonly CountedFragment[], names: ReadonlyMap<string, string>): Listed[] {
  const keyOf = (row: CountedFragment) => row.module ?? "";
  const groups = groupsOf(rows, keyOf, (row) => names.get(keyOf(row)) ?? keyOf(row));
  return groups.map((group) => ({ ...group, narrowed: { module: group.key } }));
}

/** In the order in which a case passes them. */
export const STAGES: readonly Stage[] = ["SUBMITTED", "ACCEPTED", "DECIDED", "CLOSED"];

export function byStage(rows: readonly CountedFragment[], nameOf: (stage: Stage) => string): Listed[] {
  return STAGES.flatMap((stage) => {
    const of = rows.filter((row) => row.stage === stage);
    return groupsOf(
      of,
      () => stage,
      () => nameOf(stage),
    ).map((group) => ({ ...group, narrowed: { stage } }));
  });
}
