import "./Table.css";
import { useRef } from "preact/hooks";
import type { Failure } from "../../api/failure.ts";
import { explain } from "../../parts/Failed.tsx";
import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day } from "../../words/time.ts";
import { useKeys } from "../keys/keys.ts";
import { CardMark, OverdueMark, StateMark } from "../Marks.tsx";
import type { AssignmentAct } from "../operations.ts";
import { COLUMNS, type Column } from "./looking.ts";
import { canBeChosen, canClaim, type Row } from "./rows.ts";

export interface RowActs {
  readonly onChoose: (row: Row, chosen: boolean) => void;
  readonly onAct: (row: Row, act: AssignmentAct) => void;
}

/** The rows of a worklist. Keys move the focus itself, so a screen reader says where it is. */
export function Table(props: {
  rows: readonly Row[];
  me: string;
  label: string;
  hidden: readonly Column[];
  chosen: ReadonlySet<string>;
  failures: ReadonlyMap<string, Failure>;
  acts: RowActs;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, props.rows, props.acts);
  const shown = COLUMNS.filter((column) => !props.hidden.includes(column));
  const heads = [words.list.choose, words.list.number, ...shown.map((column) => words.list[column]), words.list.acts];
  return (
    <table class="Worklist-table" aria-label={props.label}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head.en} scope="col">
              {say(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {props.rows.map((row) => (
          <Line key={row.id} row={row} shown={shown} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function Line(props: {
  row: Row;
  shown: readonly Column[];
  me: string;
  chosen: ReadonlySet<string>;
  failures: ReadonlyMap<string, Failure>;
  acts: RowActs;
}) {
  const { row } = props;
  const failure = props.failures.get(row.id);
  return (
    <tr data-chosen={props.chosen.has(row.id)}>
      <td class="Worklist-choose">
        {canBeChosen(row) && (
          <label>
            <input
              type="checkbox"
              checked={props.chosen.has(row.id)}
              onChange={(event) => props.acts.onChoose(row, event.currentTarget.checked)}
            />
            <span class="visually-hidden">{tell(tellings.about, say(words.list.choose), row.number)}</span>
          </label>
        )}
      </td>
      <th scope="row">
        <Link to={`/desk/cases/${encodeURIComponent(row.number)}`} class="Worklist-number">
          {row.number}
        </Link>
      </th>
      {props.shown.map((column) => (
        <td key={column} data-head={say(words.list[column])} class={SHORT.has(column) ? "Worklist-short" : undefined}>
          <Cell column={column} row={row} me={props.me} />
        </td>
      ))}
      <td>
        {row.acts.length > 0 && (
          <div class="Buttons">
            {row.acts.map((act) => (
              <button key={act} type="button" class="quiet" onClick={() => props.acts.onAct(row, act)}>
                {sayWord(sets.AssignmentAct, act)}
                <span class="visually-hidden"> {row.number}</span>
              </button>
            ))}
          </div>
        )}
        {failure && (
          <p class="Entry-error" role="alert">
            {explain(failure)}
          </p>
        )}
      </td>
    </tr>
  );
}

/** What a phone tells beside its head, in one line. */
const SHORT: ReadonlySet<Column> = new Set(["stage", "applicant", "hand"]);

function Cell(props: { column: Column; row: Row; me: string }) {
  const { row } = props;
  switch (props.column) {
    case "module":
      return <>{row.service}</>;
    case "state":
      return <StateMark title={row.state} stage={row.stage} />;
    case "stage":
      return <>{sayWord(sets.Stage, row.stage)}</>;
    case "applicant":
      return <>{sayWord(sets.ApplicantKind, row.applicant)}</>;
    case "due":
      return <Due row={row} />;
    case "hand":
      return <>{handOf(row, props.me)}</>;
  }
}

function handOf(row: Row, me: string): string {
  if (row.officer === null) return row.stage === "CLOSED" ? "" : say(words.list.nobody);
  return row.officer === me ? say(words.list.me) : row.officer;
}

function Due(props: { row: Row }) {
  const { row } = props;
  return (
    <div class="Worklist-due">
      {row.stopped ? say(words.list.stopped) : day(row.dueDay)}
      {!row.stopped && !row.dueDay && row.stage === "SUBMITTED" && say(words.list.notYet)}
      {row.provisional && <span class="Chip">{say(words.list.provisional)}</span>}
      {row.daysOver !== null && row.card === null && <OverdueMark daysOver={row.daysOver} />}
      {row.card && <CardMark kind={row.card} daysOver={row.daysOver} />}
    </div>
  );
}

function useRowKeys(body: { current: HTMLElement | null }, rows: readonly Row[], acts: RowActs): void {
  const links = () => [...(body.current?.querySelectorAll<HTMLElement>(".Worklist-number") ?? [])];
  const here = () => links().findIndex((link) => link.closest("tr")?.contains(document.activeElement));
  const move = (by: number) => {
    const at = here();
    links()[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    c: () => {
      const row = rows[here()];
      if (row && canClaim(row)) acts.onAct(row, "CLAIM");
    },
  });
}
