/** A row of a worklist: a case as it is listed, with nothing missing. */

import type { ApplicantKind, AssignmentAct, CardKind, Stage, WorklistQuery } from "../operations.ts";

export interface Row {
  readonly id: string;
  readonly number: string;
  readonly revision: number | null;
  readonly service: string;
  readonly state: string;
  readonly stage: Stage | null;
  /** Since how many days it is overdue; `null` where it is not. */
  readonly daysOver: number | null;
  readonly dueDay: string | null;
  readonly provisional: boolean;
  readonly stopped: boolean;
  readonly officer: string | null;
  readonly acts: readonly AssignmentAct[];
  /** The gravest card that stands. */
  readonly card: CardKind | null;
  /** Which kind of person handed it in; never who. */
  readonly applicant: ApplicantKind | null;
}

export function rowsOf(answer: WorklistQuery): Row[] {
  return (answer.cases?.nodes ?? []).map((node) => ({
    id: node.id,
    number: node.number ?? "",
    revision: node.revision,
    service: node.serviceModule?.title ?? "",
    state: node.stateTitle ?? "",
    stage: node.stage,
    daysOver: node.daysOver ?? null,
    dueDay: node.dueDay,
    provisional: node.provisional ?? false,
    stopped: node.stoppedSince !== null,
    officer: node.assignee?.officer ?? null,
    acts: node.assignmentActs ?? [],
    card: gravest(node.cards ?? []),
    applicant: node.applicantKind,
  }));
}

const GRAVEST_FIRST = ["RED", "YELLOW", "NOTICE"] as const satisfies readonly CardKind[];

export function gravest(cards: ReadonlyArray<{ kind: CardKind | null; withdrawnAt: string | null }>): CardKind | null {
  const standing = cards.filter((card) => !card.withdrawnAt);
  return GRAVEST_FIRST.find((kind) => standing.some((card) => card.kind === kind)) ?? null;
}

/** Whether it can be chosen together with others. */
export function canBeChosen(row: Row): boolean {
  return row.acts.includes("CLAIM") || row.acts.includes("ASSIGN");
}

export function canClaim(row: Row): boolean {
  return row.acts.includes("CLAIM");
}
