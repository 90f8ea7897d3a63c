/** A case as its reader follows it: read once, and again whenever it moves. What is being typed is no part of it. */

import { type Fresh, useFresh } from "../../api/fresh.ts";
import { useLive } from "../../api/live.ts";
import { who } from "../../api/session.ts";
import { CaseMovesDocument, FollowDocument, type FollowQuery } from "../operations.ts";

export type Case = NonNullable<FollowQuery["case"]>;

/** What a part of the page is given. `changed` reads anew, not older than what was just done. */
export interface Part {
  readonly of: Case;
  readonly changed: (position: string | null) => Promise<void>;
}

export function useCase(number: string): Fresh<FollowQuery> {
  const key = `${number} ${who.value?.key}`;
  const found = useFresh(FollowDocument, { number }, key);
  const known = found.value.value?.case;
  useLive(
    key,
    CaseMovesDocument,
    known ? { id: known.id, after: known.asOf } : null,
    (move) => move.caseUpdated?.position,
    (move) => void found.read(move.caseUpdated?.position),
  );
  return found;
}
