import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Row, Table } from "../../chart/Table.tsx";
import { tellings, words } from "../../words/board.ts";
import { say, tell } from "../../words/say.ts";
import { clock } from "../../words/time.ts";

/** How many are shown before somebody asks for all. */
const FIRST = 8;

/** The same numbers as a table and as a chart. The table stands first and is always there for those who listen. */
export function Group(props: {
  id: string;
  title: string;
  heads: readonly string[];
  rows: readonly Row[];
  sum: Row;
  /** Draws the first rows; `undefined`: there is nothing to draw. */
  chart?: ((shown: number, onMissing: () => void) => ComponentChildren) | undefined;
  /** All rows are there from the beginning. */
  isWhole?: boolean;
  /** The table is in sight beside its chart. */
  isBeside?: boolean;
  /** From when the numbers are, and how they are counted, where they do not say so elsewhere. */
  at?: string;
  how?: string;
  /** What else is to be said before the numbers. */
  note?: ComponentChildren;
}) {
  const [isChart, setChart] = useState(true);
  const [isWhole, setWhole] = useState(props.isWhole ?? false);
  const { id, title, rows, chart } = props;
  const shown = isWhole ? rows.length : FIRST;
  const isDrawn = isChart && chart !== undefined;
  return (
    <section
      class={props.isBeside ? "Group Group-beside" : "Group"}
      id={id}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
    >
      <div class="Group-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {rows.length > 0 && chart && <Turn title={title} isChart={isChart} onTurn={() => setChart(!isChart)} />}
      </div>
      <Told at={props.at} how={props.how} />
      {props.note}
      {rows.length === 0 && <p>{say(words.group.none)}</p>}
      {rows.length > 0 && (
        <div class={isDrawn && !props.isBeside ? "Group-table Group-aside" : "Group-table"}>
          <Table caption={title} heads={props.heads} rows={rows.slice(0, shown)} sum={props.sum} />
        </div>
      )}
      {rows.length > 0 && isDrawn && chart(shown, () => setChart(false))}
      {rows.length > FIRST && !props.isWhole && (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? say(words.group.fewer) : tell(tellings.showAll, rows.length)}
        </button>
      )}
    </section>
  );
}

function Told(props: { at: string | undefined; how: string | undefined }) {
  return (
    <div class="Group-told">
      {props.at && <p>{tell(tellings.asOf, clock(props.at))}</p>}
      {props.how && (
        <details>
          <summary>{say(words.tile.how)}</summary>
          <p>{props.how}</p>
        </details>
      )}
    </div>
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
