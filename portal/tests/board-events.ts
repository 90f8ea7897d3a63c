/** What of a city's cases a board counts, read from nothing but its stored events. */

import { execFileSync } from "node:child_process";

export interface Told {
  department: string;
  submitted: string;
  /** The day on which it was finished; absent while it is not. */
  finished?: string;
  /** The kind of each card by its number, without those that were withdrawn. */
  readonly cards: Map<number, string>;
}

interface Stored {
  readonly stream: string;
  readonly type: string;
  readonly effectiveAt: string;
  readonly open: Body;
}

interface Body {
  readonly department?: string;
  readonly to?: string;
  readonly number?: number;
  readonly kind?: string;
  readonly arrival?: { readonly end?: string };
}

const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });

/** Every case by its stream. */
export function casesOf(binary: string, data: string): Told[] {
  const told = execFileSync(binary, ["events", "--data", data], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const cases = new Map<string, Told>();
  for (const line of told.split("\n").filter((line) => line !== "")) fold(cases, JSON.parse(line) as Stored);
  return [...cases.values()];
}

function fold(cases: Map<string, Told>, { stream, type, effectiveAt, open }: Stored): void {
  if (!stream.startsWith("case-")) return;
  const at = day.format(new Date(effectiveAt));
  const { department, to, number, kind, arrival } = open;
  const one = cases.get(stream) ?? { department: "", submitted: at, cards: new Map<number, string>() };
  cases.set(stream, one);
  if (type === "CaseSubmitted" && department) one.department = department;
  if ((type === "CaseTransferred" || type === "CaseReturned") && to) one.department = to;
  if (type === "CaseReopened") delete one.finished;
  if (arrival?.end) one.finished ??= at;
  if (type === "CardIssued" && number && kind) one.cards.set(number, kind);
  if (type === "CardWithdrawn" && number) one.cards.delete(number);
}

export function count(cases: readonly Told[], of: (one: Told) => boolean): number {
  return cases.filter(of).length;
}
