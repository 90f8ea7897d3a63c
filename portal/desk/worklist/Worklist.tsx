import "./Worklist.css";
import { useEffect, useState } from "preact/hooks";
import type { Failure, Outcome } from "../../api/failure.ts";
import { tellings, words } from "../../words/desk.ts";
import { say, tell } from "../../words/say.ts";
import { Assign } from "../Assign.tsx";
import { Freshly } from "../Freshly.tsx";
import { assign, claim, release } from "../hands.ts";
import type { AssignmentAct, WorklistQuery } from "../operations.ts";
import { Bulk, Results } from "./Bulk.tsx";
import { claimEach, left, type Result } from "./claiming.ts";
import { Filters, Lists } from "./Lists.tsx";
import { countOf, type Look, pathOf } from "./looking.ts";
import { Pages } from "./Pages.tsx";
import { type Reading, useReading } from "./reading.ts";
import { canClaim, type Row, rowsOf } from "./rows.ts";
import { Table } from "./Table.tsx";

/** A list of cases to work on. */
export function Worklist(props: { look: Look; onTitle: (title: string) => void }) {
  const { look } = props;
  const reading = useReading(look);
  const counts = reading.counts.value.value;
  const count = countOf(counts?.[look.list]);
  const name = say(words.list[look.list]);
  const title = counts ? tell(tellings.counted, name, count.total) : name;
  useEffect(() => props.onTitle(title), [title]);
  return (
    <div class="Worklist">
      <h1>{title}</h1>
      <Lists look={look} counts={counts} />
      <Filters look={look} modules={reading.modules.value.value} />
      <p class="Field-hint">{counts ? tell(tellings.within, count.open, count.overdue) : ""}</p>
      <Changed reading={reading} />
      <Freshly of={reading.rows}>
        {(answer) => <Work key={pathOf(look)} answer={answer} reading={reading} look={look} title={title} />}
      </Freshly>
    </div>
  );
}

/** The list stays as it is until the reader wants the new one: no row jumps away under a hand. */
function Changed(props: { reading: Reading }) {
  return (
    <div role="status">
      {props.reading.isChanged && (
        <div class="Note Buttons">
          {say(words.list.changed)}
          <button type="button" class="quiet" onClick={() => void props.reading.again()}>
            {say(words.list.showChanged)}
          </button>
        </div>
      )}
    </div>
  );
}

function Work(props: { answer: WorklistQuery; reading: Reading; look: Look; title: string }) {
  const rows = rowsOf(props.answer);
  const work = useWork(rows, props.reading);
  const connection = props.answer.cases;
  const claimable = rows.filter(canClaim);
  const known = [...new Set(rows.flatMap((row) => row.officer ?? []))];
  const total = connection?.totalCount ?? countOf(props.reading.counts.value.value?.[props.look.list]).total;
  return (
    <>
      {work.results && <Results results={work.results} onClose={() => work.setResults(null)} />}
      {work.assigning && (
        <Assign
          key={work.assigning.id}
          number={work.assigning.number}
          known={known}
          failure={work.failures.get(work.assigning.id) ?? null}
          onGive={(to, reason) => void work.give(to, reason)}
          onCancel={() => work.setAssigning(null)}
        />
      )}
      <Bulk
        chosen={work.chosen.size}
        claimable={claimable.length}
        busy={work.isBusy}
        onAll={(all) => work.setChosen(new Set(all ? claimable.map((row) => row.id) : []))}
        onClaim={() => void work.claimChosen()}
      />
      {rows.length === 0 ? (
        <p>{say(words.list.empty)}</p>
      ) : (
        <Table
          rows={rows}
          me={props.answer.viewer.subject ?? ""}
          label={props.title}
          chosen={work.chosen}
          failures={work.failures}
          acts={{ onChoose: work.choose, onAct: (row, act) => void work.act(row, act) }}
        />
      )}
      <Pages look={props.look} total={total} next={nextOf(connection)} />
    </>
  );
}

function nextOf(connection: WorklistQuery["cases"]): string | null {
  return connection?.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
}

/** What is chosen, being assigned and refused on one page of a list. */
function useWork(rows: readonly Row[], reading: Reading) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [failures, setFailures] = useState<ReadonlyMap<string, Failure>>(new Map());
  const [results, setResults] = useState<readonly Result[] | null>(null);
  const [assigning, setAssigning] = useState<Row | null>(null);
  const [isBusy, setBusy] = useState(false);
  const settle = async (row: Row, outcome: Outcome<string | null>): Promise<void> => {
    setFailures(outcome.ok ? new Map() : new Map([[row.id, outcome.failure]]));
    if (outcome.ok) setAssigning(null);
    await reading.again(outcome.ok ? outcome.value : null);
  };
  const choose = (row: Row, isChosen: boolean) => {
    const others = [...chosen].filter((id) => id !== row.id);
    setChosen(new Set(isChosen ? [...others, row.id] : others));
  };
  const act = async (row: Row, wanted: AssignmentAct): Promise<void> => {
    if (wanted === "ASSIGN") setAssigning(row);
    else await settle(row, await (wanted === "CLAIM" ? claim(row.id) : release(row.id, row.revision)));
  };
  const give = async (to: string, reason: string): Promise<void> => {
    if (!assigning) return;
    const given = { caseId: assigning.id, to, reason, expectedRevision: assigning.revision };
    await settle(assigning, await assign(given));
  };
  const claimChosen = async (): Promise<void> => {
    setBusy(true);
    const done = await claimEach(
      rows.filter((row) => chosen.has(row.id)),
      claim,
    );
    setBusy(false);
    setResults(done.results);
    setChosen(left(done.results));
    await reading.again(done.position);
  };
  return {
    chosen,
    setChosen,
    choose,
    failures,
    results,
    setResults,
    assigning,
    setAssigning,
    isBusy,
    act,
    give,
    claimChosen,
  };
}
