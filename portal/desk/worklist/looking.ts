/** What a worklist looks at. It stands in the address, so that a copied address shows the same. */

import type { CaseFilter, CaseOrder, CountedFragment, Stage } from "../operations.ts";

export const LISTS = ["mine", "unassigned", "overdue", "all"] as const;
export const STAGES = ["SUBMITTED", "ACCEPTED", "DECIDED", "CLOSED"] as const satisfies readonly Stage[];

/** What a row tells besides its number; each can be left out. */
export const COLUMNS = ["module", "state", "stage", "applicant", "due", "hand"] as const;
export const ORDERS = ["due", "newest"] as const;

export type Column = (typeof COLUMNS)[number];
export type Order = (typeof ORDERS)[number];
export type List = (typeof LISTS)[number];

export interface Look {
  readonly list: List;
  readonly module: string;
  readonly department: string;
  readonly state: string;
  readonly stage: Stage | null;
  readonly order: Order;
  readonly hidden: readonly Column[];
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
    order: ORDERS.find((order) => order === query.get("order")) ?? "due",
    hidden: COLUMNS.filter((column) => query.get("hide")?.split(",").includes(column)),
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
    ...(look.order !== "due" && { order: look.order }),
    ...(look.hidden.length > 0 && { hide: look.hidden.join(",") }),
    ...(look.trail.length > 0 && { after: look.trail.join(",") }),
  }).toString();
  return query ? `/desk?${query}` : "/desk";
}

/** The same list with other filters begins on its first page; a state belongs to one module. */
export function narrowed(look: Look, by: Partial<Omit<Look, "list" | "trail">>): Look {
  const state = by.module !== undefined && by.module !== look.module ? "" : look.state;
  return { ...look, state, ...by, trail: [] };
}

export function filterOf(look: Look): CaseFilter {
  return filtersOfLists(look)[look.list];
}

/** The same as the city calls it. */
export const ORDER_BY: Record<Order, CaseOrder> = { due: "SOONEST_DUE", newest: "NEWEST" };

/** The filter of each list under the filters of this one: what stands behind each count. */
export function filtersOfLists(look: Look): Record<List, CaseFilter> {
  const by = filtersOf(look);
  // What is over is nobody's work any more, unless somebody asks for exactly that.
  const open = look.stage === "CLOSED" ? {} : { open: true };
  return {
    mine: { mine: true, ...open, ...by },
    unassigned: { assigned: false, ...open, ...by },
    overdue: { overdue: true, ...by },
    all: by,
  };
}

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
