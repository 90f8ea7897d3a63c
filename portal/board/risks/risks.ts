/** The order of what is at risk, and the cards that it has. */

import type { CardKind } from "../operations.ts";

/** The earliest due first; what has no date comes last. */
export function soonest<T>(rows: readonly T[], dueOf: (row: T) => string | null): T[] {
  const at = (row: T) => Date.parse(dueOf(row) ?? "") || Number.POSITIVE_INFINITY;
  return [...rows].sort((one, other) => (at(one) === at(other) ? 0 : at(one) - at(other)));
}

/** Gravest first. */
const KINDS: readonly CardKind[] = ["RED", "YELLOW", "NOTICE"];

export interface Card {
  readonly kind: CardKind | null;
  readonly withdrawnAt: string | null;
}

/** How many cards of each kind stand, gravest first. */
export function standing(cards: readonly Card[]): ReadonlyArray<readonly [kind: CardKind, count: number]> {
  const left = cards.filter((card) => card.withdrawnAt === null);
  return KINDS.map((kind) => [kind, left.filter((card) => card.kind === kind).length] as const).filter(
    ([, count]) => count > 0,
  );
}
