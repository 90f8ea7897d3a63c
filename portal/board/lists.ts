/** Where the cases behind a figure are listed. */

import type { Stage } from "./operations.ts";

export interface Narrowed {
  readonly overdue?: boolean;
  readonly department?: string;
  readonly module?: string;
  readonly stage?: Stage;
}

export function listOf(narrowed: Narrowed): string {
  const { overdue, department, module, stage } = narrowed;
  const query = new URLSearchParams({
    list: overdue ? "overdue" : "all",
    ...(department && { department }),
    ...(module && { module }),
    ...(stage && { stage }),
  });
  return `/desk?${query}`;
}

/** The departments of a district on the board; those of the whole city have none. */
export function departmentsOf(district: string): string {
  return `/board?${new URLSearchParams({ district })}#department`;
}

export function caseAt(number: string): string {
  return `/desk/cases/${encodeURIComponent(number)}`;
}
