/** What a worklist looks at. It stands in the address, so that a copied address shows the same. */

import type { CaseFilter, CountedFragment, Stage } from "../operations.ts";

export const LISTS = ["mine", "unassigned", "overdue", "all"] as const;
export const STAGES = ["SUBMITTED", "ACCEPTED", "DECIDED", "CLOSED"] as const satisfies readonly Stage[];

export type List = (typeof LISTS)[number];

export interface Look {
  readonly list: List;
  readonly module: string;
  readonly department: string;
  readonly state: string;
  readonly stage: Stage | null;
  /** The cursors after which each page since the first began; the last one is this page's. */
  readonly trail: readonly string[];
}

/** How many rows a page has. */
export const ROWS = 25;

export function lookOf(query: URLSearchParams): Look {
  return {
    list: LISTS.find((list) => list === query.get("list")) ?? "mine",
    module: query.get("module") ?? "",
    department: query.get("department") ?? "",
    state: query.get("state") ?? "",
    stage: STAGES.find((stage) => stage === query.get("stage")) ?? null,
    trail: (query.get("after") ?? "").split(",").filter((cursor) => cursor !== ""),
  };
}

export function pathOf(look: Look): string {
  const query = new URLSearchParams({
    ...(look.list !== "mine" && { list: look.list }),
    ...(look.module && { module: look.module }),
    ...(look.department && { department: look.department }),
    ...(look.state && { state: look.state }),
    ...(look.stage && { stage: look.stage }),
    ...(look.trail.length > 0 && { after: look.trail.join(",") }),
  }).toString();
  return query ? `/desk?${query}` : "/desk";
}

/** The same list with other filters begins on its first page; a state belongs to one module. */
export function narrowed(look: Look, by: Partial<Pick<Look, "module" | "department" | "state" | "stage">>): Look {
  const state = by.module !== undefined && by.module !== look.module ? "" : look.state;
  return { ...look, state, ...by, trail: [] };
}

export function filterOf(look: Look): CaseFilter {
  return { ...OF_LIST[look.list], ...filtersOf(look) };
}

/** The filter of each list under the filters of this one: what stands behind each count. */
export function filtersOfLists(look: Look): Record<List, CaseFilter> {
  const by = filtersOf(look);
  return {
    mine: { ...OF_LIST.mine, ...by },
    unassigned: { ...OF_LIST.unassigned, ...by },
    overdue: { ...OF_LIST.overdue, ...by },
    all: { ...OF_LIST.all, ...by },
  };
}

const OF_LIST: Record<List, CaseFilter> = {
  mine: { mine: true },
  unassigned: { assigned: false },
  overdue: { overdue: true },
  all: {},
};

function filtersOf(look: Look): CaseFilter {
  return {
    ...(look.module && { module: look.module }),
    ...(look.department && { department: look.department }),
    ...(look.state && { state: look.state }),
    ...(look.stage && { stage: look.stage }),
  };
}

export interface Count {
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
}

/** The sum of what the city counts by module, department and stage. */
export function countOf(rows: readonly CountedFragment[] | null | undefined): Count {
  const sum = (of: keyof CountedFragment) => (rows ?? []).reduce((so, row) => so + (row[of] ?? 0), 0);
  return { total: sum("total"), open: sum("open"), overdue: sum("overdue") };
}

/** How many pages a list has; an empty one has one. */
export function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / ROWS));
}
