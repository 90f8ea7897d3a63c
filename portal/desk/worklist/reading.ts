/** A worklist as it is read and followed: its rows, its counts, and whether others have changed it since. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Fresh, useFresh } from "../../api/fresh.ts";
import { useLive } from "../live.ts";
import {
  CasesChangedDocument,
  WorklistCountsDocument,
  type WorklistCountsQuery,
  WorklistDocument,
  type WorklistQuery,
} from "../operations.ts";
import { filterOf, filtersOfLists, type Look, pathOf, ROWS } from "./looking.ts";

export interface Reading {
  readonly rows: Fresh<WorklistQuery>;
  readonly counts: Fresh<WorklistCountsQuery>;
  /** Whether somebody else changed the list since it was read. */
  readonly isChanged: boolean;
  /** Reads rows and counts again; `atLeast` is the position of what the reader did. */
  again(atLeast?: string | null): Promise<void>;
}

export function useReading(look: Look): Reading {
  const { module, state, stage } = look;
  const filters = [module, state, stage].join();
  const after = look.trail.at(-1) ?? null;
  const counts = useFresh(WorklistCountsDocument, filtersOfLists(look), filters);
  const rows = useFresh(WorklistDocument, { filter: filterOf(look), first: ROWS, after }, pathOf(look));
  const pending = useSignal<readonly string[]>([]);
  const own = useRef(new Set<string>());
  const key = pathOf(look);
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
