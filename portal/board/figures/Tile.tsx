import "./Tile.css";
import { tellings, words } from "../../words/board.ts";
import { say, tell } from "../../words/say.ts";
import { clock } from "../../words/time.ts";
import type { Freshness } from "./fresh.ts";

/** One figure: what it is, from when it is, which list stands behind it and how it is counted. */
export function Tile(props: {
  title: string;
  /** `null`: the city did not tell it, or there is none. */
  value: string | null;
  unit: string;
  at: number;
  freshness: Freshness;
  links: ReadonlyArray<readonly [to: string, name: string]>;
  how: string;
  isAlarming?: boolean;
}) {
  return (
    <li class={props.isAlarming ? "Tile Tile-alarming" : "Tile"}>
      <h3>{props.title}</h3>
      <p class="Tile-figure">
        <strong class={props.value === null ? "Tile-untold" : "Tile-value"}>
          {props.value ?? say(words.tile.untold)}
        </strong>{" "}
        {props.value !== null && <span>{props.unit}</span>}
      </p>
      <p class="Tile-at">
        {tell(tellings.asOf, clock(new Date(props.at).toISOString()))} <Mark freshness={props.freshness} />
      </p>
      <p class="Tile-links">
        {props.links.map(([to, name]) => (
          <a key={to} href={to}>
            {name}
          </a>
        ))}
      </p>
      <details>
        <summary>{say(words.tile.how)}</summary>
        <p>{props.how}</p>
      </details>
    </li>
  );
}

function Mark(props: { freshness: Freshness }) {
  if (props.freshness === "fresh") return null;
  return <span class="Chip Chip-warn">{say(props.freshness === "old" ? words.tile.old : words.tile.notLive)}</span>;
}
