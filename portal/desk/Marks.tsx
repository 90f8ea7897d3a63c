import { tellings, words } from "../words/desk.ts";
import { say, tell } from "../words/say.ts";
import { sets } from "../words/sets.ts";
import type { CardKind, Stage } from "./operations.ts";

const SHAPES: Record<CardKind, string> = { NOTICE: "△", YELLOW: "▲", RED: "■" };

/** A card: a word and a shape, and how late it is. */
export function CardMark(props: { kind: CardKind; daysOver?: number | null }) {
  return (
    <span class={`Chip Chip-${props.kind === "RED" ? "bad" : "warn"}`}>
      <span aria-hidden="true">{SHAPES[props.kind]} </span>
      {say(sets.CardKind[props.kind])}
      {props.daysOver ? ` ${tell(tellings.daysOver, props.daysOver)}` : ""}
    </span>
  );
}

export function OverdueMark(props: { daysOver?: number | null }) {
  return (
    <span class="Chip Chip-bad">
      <span aria-hidden="true">! </span>
      {props.daysOver ? tell(tellings.daysOver, props.daysOver) : say(words.list.late)}
    </span>
  );
}

/** Where a case stands, in the words of its module. */
export function StateMark(props: { title: string; stage: Stage | null }) {
  const tone = props.stage === "CLOSED" ? "" : props.stage === "DECIDED" ? " Chip-good" : " Chip-open";
  return <span class={`Chip${tone}`}>{props.title}</span>;
}
