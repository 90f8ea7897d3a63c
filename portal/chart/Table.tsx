import "./Table.css";
import type { ComponentChildren } from "preact";

export interface Row {
  readonly key: string;
  readonly name: ComponentChildren;
  readonly cells: readonly ComponentChildren[];
}

/** Numbers that somebody can read without seeing: the first column names each row. */
export function Table(props: {
  caption: string;
  heads: readonly string[];
  rows: readonly Row[];
  /** The last row, where there is something to add up. */
  sum?: Row | undefined;
}) {
  return (
    <table class="Table">
      <caption class="visually-hidden">{props.caption}</caption>
      <thead>
        <tr>
          {props.heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{props.rows.map(Line)}</tbody>
      {props.sum && <tfoot>{Line(props.sum)}</tfoot>}
    </table>
  );
}

function Line(row: Row) {
  return (
    <tr key={row.key}>
      <th scope="row">{row.name}</th>
      {row.cells.map((cell, column) => (
        <td key={column}>{cell}</td>
      ))}
    </tr>
  );
}
