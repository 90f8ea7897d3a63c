/** A list of which the first page is read, and more when somebody asks for it. */

import { signal } from "@preact/signals";
import { type Operation, request } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import type { Fresh } from "../../api/fresh.ts";

export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

export interface Paged<Row> extends Fresh<Rows<Row>> {
  /** Reads one page more, from now on. */
  more(): Promise<void>;
}

export function paged<Answer, Row>(
  operation: Operation<Answer, { after?: string | null }>,
  pageOf: (answer: Answer) => Page<Row> | null,
): Paged<Row> {
  const value = signal<Rows<Row> | null>(null);
  const failure = signal<Failure | null>(null);
  let wanted = 1;
  const read = async (): Promise<void> => {
    const rows: Row[] = [];
    let after: string | null = null;
    let hasMore = true;
    for (let page = 0; page < wanted && hasMore; page += 1) {
      const outcome = await request(operation, { after });
      failure.value = outcome.ok ? null : outcome.failure;
      if (!outcome.ok) return;
      const found: Page<Row> | null = pageOf(outcome.value);
      rows.push(...(found?.nodes ?? []));
      after = found?.pageInfo.endCursor ?? null;
      hasMore = found?.pageInfo.hasNextPage ?? false;
    }
    value.value = { rows, hasMore };
  };
  const more = (): Promise<void> => {
    wanted += 1;
    return read();
  };
  void read();
  return { value, failure, read, more };
}
