/** A case as it is read and followed. What others do arrives by itself; what is being typed is no part of it. */

import { useSignal } from "@preact/signals";
import { type Fresh, useFresh } from "../../api/fresh.ts";
import { useLive } from "../../api/live.ts";
import type { Hidden } from "../../form/answers.ts";
import { tellings } from "../../words/desk-case.ts";
import { sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { CaseUpdatedDocument, OneCaseDocument, type OneCaseQuery } from "../operations.ts";

export type Found = NonNullable<OneCaseQuery["case"]>;

export interface Reading {
  readonly found: Fresh<OneCaseQuery>;
  /** Counts the changes by others that arrived while the page was there. */
  readonly changes: number;
}

export function useCase(number: string): Reading {
  const found = useFresh(OneCaseDocument, { number }, number);
  const changes = useSignal(0);
  const known = found.value.value?.case ?? null;
  useLive(
    number,
    CaseUpdatedDocument,
    known === null ? null : { id: known.id, after: known.asOf },
    (answer) => answer.caseUpdated?.position,
    async (answer) => {
      const seen = found.value.value?.case?.revision ?? -1;
      if ((answer.caseUpdated?.case?.revision ?? Number.MAX_SAFE_INTEGER) <= seen) return;
      await found.read(answer.caseUpdated?.position);
      if (isByAnother(found.value.value)) changes.value += 1;
    },
  );
  return { found, changes: changes.value };
}

/** What is said in place of what an officer does not see. */
export function hiddenOf(redactions: Found["redactions"]): Hidden {
  const why = (reason: string | null) => tell(tellings.hidden, sayWord(sets.RedactionReason, reason));
  return new Map((redactions ?? []).map(({ path, reason }) => [path ?? "", why(reason)]));
}

function isByAnother(answer: OneCaseQuery | null): boolean {
  const last = answer?.case?.timeline?.nodes.at(-1);
  return last?.by?.subject !== answer?.viewer.subject;
}
