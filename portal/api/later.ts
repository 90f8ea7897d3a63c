/** The pages of a list behind its first one, which is read with its screen and may grow. */

import { useState } from "preact/hooks";
import type { Failure, Outcome } from "./failure.ts";

export interface Page<Item> {
  readonly nodes: readonly Item[];
  /** How many there are in all. */
  readonly totalCount: number | null;
  readonly pageInfo: { readonly endCursor: string | null };
}

type Read<Item> = (after: string | null) => Promise<Outcome<Page<Item> | null | undefined>>;

/** What is known of a list that only grows: whether there is more is judged by the newest count. */
export function joined<Item>(first: Page<Item> | null | undefined, later: readonly Page<Item>[]) {
  const pages = first ? [first, ...later] : [];
  const items = pages.flatMap(({ nodes }) => nodes);
  const total = Math.max(0, ...pages.map(({ totalCount }) => totalCount ?? 0));
  return { items, isMore: items.length < total, after: pages.at(-1)?.pageInfo.endCursor ?? null };
}

/** The same for a screen. A first page that is not full yet is read anew with its screen and has nothing behind it. */
export function useLater<Item>(first: Page<Item> | null | undefined, read: Read<Item>) {
  const [later, setLater] = useState<readonly Page<Item>[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { items, isMore, after } = joined(first, later);
  const more = async (): Promise<void> => {
    const outcome = await read(after);
    setFailure(outcome.ok ? null : outcome.failure);
    const page = outcome.ok ? outcome.value : null;
    if (page && page.nodes.length > 0) setLater([...later, page]);
  };
  return { items, isMore, failure, more };
}
