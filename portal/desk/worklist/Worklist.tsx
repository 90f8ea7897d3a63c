import "./Worklist.css";
import { useEffect } from "preact/hooks";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { tellings, words } from "../../words/desk.ts";
import { say, tell } from "../../words/say.ts";
import { Assign } from "../Assign.tsx";
import { ModulesDocument, type WorklistQuery } from "../operations.ts";
import { Bulk, Results } from "./Bulk.tsx";
import { Filters, Lists } from "./Lists.tsx";
import { countOf, type Look, pathOf } from "./looking.ts";
import { Pages } from "./Pages.tsx";
import { type Reading, useReading } from "./reading.ts";
import { canBeChosen, type Row, rowsOf } from "./rows.ts";
import { Saved } from "./Saved.tsx";
import { Table } from "./Table.tsx";
import { useChosen, useHands } from "./working.ts";

/** A list of cases to work on. */
export function Worklist(props: { look: Look; onTitle: (title: string) => void }) {
  const modules = useFresh(ModulesDocument, {}, "").value.value;
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
      <Filters look={look} modules={modules} />
      <Saved look={look} />
      <Changed reading={reading}>{counts ? tell(tellings.within, count.open, count.overdue) : ""}</Changed>
      <Freshly of={reading.rows}>
        {(answer) => (
          <Work key={pathOf({ ...look, hidden: [] })} answer={answer} reading={reading} look={look} title={title} />
        )}
      </Freshly>
    </div>
  );
}

/** The list stays as it is until the reader wants the new one: no row jumps away under a hand, nor does the bar that
 * says so push one. */
function Changed(props: { reading: Reading; children: string }) {
  return (
    <div class="Worklist-changed">
      <span class="Entry-hint">{props.children}</span>
      <span role="status">{props.reading.isChanged && say(words.list.changed)}</span>
      {props.reading.isChanged && (
        <button type="button" class="quiet" onClick={() => void props.reading.again()}>
          {say(words.list.showChanged)}
        </button>
      )}
    </div>
  );
}

function Work(props: { answer: WorklistQuery; reading: Reading; look: Look; title: string }) {
  const rows = rowsOf(props.answer);
  const hands = useHands(rows, props.reading);
  const many = useChosen(rows, props.reading);
  const { cases, viewer } = props.answer;
  const choosable = rows.filter(canBeChosen);
  const chosen = new Set(choosable.filter((row) => many.chosen.has(row.id)).map((row) => row.id));
  const total = cases?.totalCount ?? countOf(props.reading.counts.value.value?.[props.look.list]).total;
  return (
    <>
      {many.results && (
        <Results results={many.results} isKept={chosen.size > 0} onClose={() => many.setResults(null)} />
      )}
      <Giving rows={rows} hands={hands} many={many} count={chosen.size} />
      <Bulk
        chosen={chosen.size}
        choosable={choosable.length}
        isBusy={many.isBusy}
        done={hands.done}
        onAll={(all) => many.setChosen(new Set(all ? choosable.map((row) => row.id) : []))}
        onClaim={() => void many.claimChosen()}
        onAssign={() => many.setGiving(true)}
      />
      {rows.length === 0 ? (
        <p>{say(words.list.empty)}</p>
      ) : (
        <Table
          rows={rows}
          me={viewer.subject ?? ""}
          label={props.title}
          hidden={props.look.hidden}
          chosen={chosen}
          failures={hands.failures}
          acts={{ onChoose: many.choose, onAct: (row, act) => void hands.act(row, act) }}
        />
      )}
      <Pages look={props.look} total={total} next={nextOf(cases)} />
    </>
  );
}

/** Asks to whom one case goes, or those that are chosen. */
function Giving(props: {
  rows: readonly Row[];
  hands: ReturnType<typeof useHands>;
  many: ReturnType<typeof useChosen>;
  count: number;
}) {
  const { hands, many } = props;
  const known = [...new Set(props.rows.flatMap((row) => row.officer ?? []))];
  const one = hands.assigning;
  if (one)
    return (
      <Assign
        key={one.id}
        title={tell(tellings.assigning, one.number)}
        known={known}
        failure={hands.failures.get(one.id) ?? null}
        onGive={(to, reason) => void hands.give(to, reason)}
        onCancel={hands.cancel}
      />
    );
  if (!many.isGiving || props.count === 0) return null;
  return (
    <Assign
      title={tell(tellings.several, props.count)}
      known={known}
      failure={null}
      onGive={(to, reason) => void many.giveChosen(to, reason)}
      onCancel={() => many.setGiving(false)}
    />
  );
}

function nextOf(connection: WorklistQuery["cases"]): string | null {
  return connection?.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
}
