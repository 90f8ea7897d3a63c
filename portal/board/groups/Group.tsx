import { useState } from "preact/hooks";
import type { Bar } from "../../chart/bars.ts";
import { Chart } from "../../chart/Chart.tsx";
import { type Row, Table } from "../../chart/Table.tsx";
import { tellings, words } from "../../words/board.ts";
import { say, tell } from "../../words/say.ts";

/** How many are shown before somebody asks for all. */
const FIRST = 8;

/** The same numbers as a table and as a chart. The table stands first and is always there for those who listen. */
export function Group(props: {
  id: string;
  title: string;
  heads: readonly string[];
  parts: readonly string[];
  rows: readonly Row[];
  bars: readonly Bar[];
  sum: Row;
}) {
  const [isChart, setChart] = useState(true);
  const [isWhole, setWhole] = useState(false);
  const { id, title, rows, bars } = props;
  const shown = isWhole ? rows.length : FIRST;
  return (
    <section class="Group" id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <div class="Group-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {rows.length > 0 && <Turn title={title} isChart={isChart} onTurn={() => setChart(!isChart)} />}
      </div>
      {rows.length === 0 && <p>{say(words.group.none)}</p>}
      {rows.length > 0 && (
        <div class={isChart ? "Group-table Group-aside" : "Group-table"}>
          <Table caption={title} heads={props.heads} rows={rows.slice(0, shown)} sum={props.sum} />
        </div>
      )}
      {rows.length > 0 && isChart && (
        <Chart bars={bars.slice(0, shown)} parts={props.parts} onMissing={() => setChart(false)} />
      )}
      {rows.length > FIRST && (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? say(words.group.fewer) : tell(tellings.showAll, rows.length)}
        </button>
      )}
    </section>
  );
}

function Turn(props: { title: string; isChart: boolean; onTurn: () => void }) {
  const act = say(props.isChart ? words.group.table : words.group.chart);
  return (
    <button type="button" class="quiet" aria-label={tell(tellings.about, act, props.title)} onClick={props.onTurn}>
      {act}
    </button>
  );
}
