/** Who has a case in hand: taken, given and given back. */

import { act } from "../api/act.ts";
import type { Outcome } from "../api/failure.ts";
import { AssignCaseDocument, ClaimCaseDocument, ReleaseCaseDocument } from "./operations.ts";

export function claim(caseId: string): Promise<Outcome<string | null>> {
  return act(ClaimCaseDocument, { input: { caseId } }, (answer) => answer.claimCase);
}

export function release(caseId: string, expectedRevision: number | null): Promise<Outcome<string | null>> {
  return act(ReleaseCaseDocument, { input: { caseId, expectedRevision } }, (answer) => answer.releaseCase);
}

export interface Given {
  readonly caseId: string;
  readonly to: string;
  readonly reason: string;
  readonly expectedRevision: number | null;
}

export function assign(given: Given): Promise<Outcome<string | null>> {
  const { caseId, to, expectedRevision } = given;
  const input = { caseId, to, expectedRevision, ...(given.reason && { reason: given.reason }) };
  return act(AssignCaseDocument, { input }, (answer) => answer.assignCase);
}
