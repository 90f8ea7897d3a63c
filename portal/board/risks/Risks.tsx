import "./Risks.css";
import { useEffect, useMemo } from "preact/hooks";
import type { Fresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { levels, tellings, words } from "../../words/board.ts";
import { language, say, sayWord, tell } from "../../words/say.ts";
import { day, moment } from "../../words/time.ts";
import { READ_EVERY_MS } from "../figures/fresh.ts";
import { listOf } from "../lists.ts";
import {
  OpenMattersDocument,
  type OpenMattersQuery,
  OverdueCasesDocument,
  type OverdueCasesQuery,
} from "../operations.ts";
import { paged } from "./pages.ts";
import { type Risk, RiskList } from "./RiskList.tsx";
import { soonest } from "./risks.ts";

/** What needs somebody now. The lists are read with the figures, every minute. */
export function Risks() {
  const cases = useMemo(() => paged(OverdueCasesDocument, (found) => found.cases), [language.value]);
  const matters = useMemo(() => paged(OpenMattersDocument, (found) => found.supervisionMatters), [language.value]);
  useEveryMinute(cases, matters);
  const { overdue, noOverdue, all, noMatters } = words.risks;
  return (
    <div class="Risks">
      <section id="overdue" tabIndex={-1} aria-labelledby="overdue-title">
        <h2 id="overdue-title">{say(overdue)}</h2>
        <Freshly of={cases}>
          {(found) => (
            <RiskList
              risks={casesOf(found.rows)}
              more={found.hasMore ? () => void cases.more() : null}
              none={say(noOverdue)}
              all={[listOf({ overdue: true }), say(all)]}
            />
          )}
        </Freshly>
      </section>
      <section id="matters" tabIndex={-1} aria-labelledby="matters-title">
        <h2 id="matters-title">{say(words.risks.matters)}</h2>
        <Freshly of={matters}>
          {(found) => (
            <RiskList
              risks={mattersOf(found.rows)}
              more={found.hasMore ? () => void matters.more() : null}
              none={say(noMatters)}
            />
          )}
        </Freshly>
      </section>
    </div>
  );
}

function useEveryMinute(...lists: readonly Fresh<unknown>[]): void {
  useEffect(() => {
    const timer = setInterval(() => {
      for (const list of lists) void list.read();
    }, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, lists);
}

type Late = NonNullable<OverdueCasesQuery["cases"]>["nodes"];
type Matters = NonNullable<OpenMattersQuery["supervisionMatters"]>["nodes"];

function casesOf(rows: Readonly<Late>): Risk[] {
  const late = soonest(rows, (one) => one.dueAt);
  return late.map((one) => ({
    key: one.number ?? "",
    number: one.number ?? "",
    cards: one.cards ?? [],
    about: [one.serviceModule?.title ?? "", one.department?.title ?? ""],
    due: tell(tellings.due, day(one.dueDay)),
  }));
}

function mattersOf(rows: Readonly<Matters>): Risk[] {
  const open = soonest(rows, (one) => one.dueAt);
  return open.map((one) => ({
    key: one.id,
    number: one.caseNumber ?? "",
    cards: one.cardKind ? [{ kind: one.cardKind, withdrawnAt: null }] : [],
    about: [
      sayWord(levels, one.level),
      one.department?.title ?? "",
      say(one.answeredAt ? words.risks.answered : words.risks.unanswered),
    ],
    due: tell(tellings.feedback, moment(one.dueAt)),
  }));
}
