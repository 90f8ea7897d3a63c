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

export function caseAt(number: string): string {
  return `/desk/cases/${encodeURIComponent(number)}`;
}
