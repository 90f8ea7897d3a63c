/** What an officer does on one page of a list. */

import { useState } from "preact/hooks";
import type { Failure, Outcome } from "../../api/failure.ts";
import { assign, claim, release } from "../hands.ts";
import type { AssignmentAct } from "../operations.ts";
import type { Reading } from "./reading.ts";
import type { Row } from "./rows.ts";
import { doEach, left, type Result } from "./several.ts";

/** Single rows: claimed, released and assigned. */
export function useHands(rows: readonly Row[], reading: Reading) {
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map());
  const [assigning, setAssigning] = useState<Row | null>(null);
  const [done, setDone] = useState<{ act: AssignmentAct; number: string } | null>(null);
  const settle = async (row: Row, wanted: AssignmentAct, outcome: Outcome<string | null>): Promise<void> => {
    setFailures(outcome.ok ? new Map() : new Map([[row.id, outcome.failure]]));
    setDone(outcome.ok ? { act: wanted, number: row.number } : null);
    if (outcome.ok) setAssigning(null);
    await reading.again(outcome.ok ? outcome.value : null);
    if (outcome.ok) stayNear(rows.indexOf(row));
  };
  const act = async (row: Row, wanted: AssignmentAct): Promise<void> => {
    if (wanted === "ASSIGN") setAssigning(row);
    else await settle(row, wanted, await (wanted === "CLAIM" ? claim(row.id) : release(row.id, row.revision)));
  };
  const give = async (to: string, reason: string): Promise<void> => {
    if (!assigning) return;
    const given = { caseId: assigning.id, to, reason, expectedRevision: assigning.revision };
    await settle(assigning, "ASSIGN", await assign(given));
  };
  const cancel = () => {
    setAssigning(null);
    if (assigning) stayNear(rows.indexOf(assigning));
  };
  return { failures, done, assigning, act, give, cancel };
}

/** Many rows at once. */
export function useChosen(rows: readonly Row[], reading: Reading) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [results, setResults] = useState<readonly Result[] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isGiving, setGiving] = useState(false);
  const choose = (row: Row, isChosen: boolean) => {
    const others = [...chosen].filter((id) => id !== row.id);
    setChosen(new Set(isChosen ? [...others, row.id] : others));
  };
  const each = async (act: (row: Row) => Promise<Outcome<string | null>>): Promise<void> => {
    setBusy(true);
    setGiving(false);
    const done = await doEach(
      rows.filter((row) => chosen.has(row.id)),
      act,
    );
    setBusy(false);
    setResults(done.results);
    setChosen(left(done.results));
    await reading.again(done.position);
  };
  const claimChosen = () => each((row) => claim(row.id));
  const giveChosen = (to: string, reason: string) =>
    each((row) => assign({ caseId: row.id, to, reason, expectedRevision: row.revision }));
  return { chosen, setChosen, choose, results, setResults, isBusy, isGiving, setGiving, claimChosen, giveChosen };
}

/** Where a row has left the list under the focus, the focus goes to the row that took its place. */
function stayNear(index: number): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const links = document.querySelectorAll<HTMLElement>(".Worklist-number");
    (links[Math.min(index, links.length - 1)] ?? document.getElementById("main"))?.focus();
  });
}
