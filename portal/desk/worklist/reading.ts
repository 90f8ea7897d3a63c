/** A worklist as it is read and followed: its rows, its counts, and whether others have changed it since. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Fresh, useFresh } from "../../api/fresh.ts";
import { useLive } from "../../api/live.ts";
import {
  CasesChangedDocument,
  WorklistCountsDocument,
  type WorklistCountsQuery,
  WorklistDocument,
  type WorklistQuery,
} from "../operations.ts";
import { filterOf, filtersOfLists, type Look, ORDER_BY, pathOf, ROWS } from "./looking.ts";

export interface Reading {
  readonly rows: Fresh<WorklistQuery>;
  readonly counts: Fresh<WorklistCountsQuery>;
  /** Whether somebody else changed the list since it was read. */
  readonly isChanged: boolean;
  /** Reads rows and counts again; `atLeast` is the position of what the reader did. */
  again(atLeast?: string | null): Promise<void>;
}

export function useReading(look: Look): Reading {
  const { module, department, state, stage } = look;
  // Which columns are shown changes nothing of what is read.
  const key = pathOf({ ...look, hidden: [] });
  const filters = [module, department, state, stage].join();
  const after = look.trail.at(-1) ?? null;
  const counts = useFresh(WorklistCountsDocument, filtersOfLists(look), filters);
  const rows = useFresh(
    WorklistDocument,
    { filter: filterOf(look), orderBy: ORDER_BY[look.order], first: ROWS, after },
    key,
  );
  const pending = useSignal<readonly string[]>([]);
  const own = useRef(new Set<string>());
  useEffect(() => {
    pending.value = [];
  }, [key]);
  const asOf = rows.value.value?.cases?.asOf;
  useLive(
    key,
    CasesChangedDocument,
    asOf ? { filter: filterOf(look), after: asOf } : null,
    (answer) => answer.casesChanged?.position,
    (answer) => {
      const position = answer.casesChanged?.position;
      if (position && !own.current.has(position)) pending.value = [...pending.value, position];
    },
  );
  const again = async (atLeast?: string | null): Promise<void> => {
    if (atLeast) own.current.add(atLeast);
    const known = pending.value;
    const from = atLeast ?? known.at(-1) ?? null;
    await Promise.all([rows.read(from), counts.read(from)]);
    pending.value = pending.value.filter((position) => !known.includes(position) && !own.current.has(position));
  };
  return { rows, counts, isChanged: pending.value.length > 0, again };
}
