/** A list of which the first page is read, and more when somebody asks for it. */

import { signal } from "@preact/signals";
import { type Operation, request } from "../../api/client.ts";
import type { Asked, Read } from "../../api/read.ts";

export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

export interface Paged<Row> extends Asked<Rows<Row>> {
  /** Reads one page more, from now on. */
  more(): Promise<void>;
}

export function paged<Answer, Row>(
  operation: Operation<Answer, { after?: string | null }>,
  pageOf: (answer: Answer) => Page<Row> | null,
): Paged<Row> {
  const now = signal<Read<Rows<Row>>>({ state: "loading" });
  let wanted = 1;
  const again = async (): Promise<void> => {
    const rows: Row[] = [];
    let after: string | null = null;
    let hasMore = true;
    for (let read = 0; read < wanted && hasMore; read += 1) {
      const outcome = await request(operation, { after });
      if (!outcome.ok) {
        now.value = { state: "failed", failure: outcome.failure };
        return;
      }
      const page: Page<Row> | null = pageOf(outcome.value);
      rows.push(...(page?.nodes ?? []));
      after = page?.pageInfo.endCursor ?? null;
      hasMore = page?.pageInfo.hasNextPage ?? false;
    }
    now.value = { state: "ready", value: { rows, hasMore } };
  };
  const more = (): Promise<void> => {
    wanted += 1;
    return again();
  };
  void again();
  return { now, again, more };
}
