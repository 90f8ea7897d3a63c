import { words } from "../words/desk.ts";
import { say } from "../words/say.ts";
import { sets } from "../words/sets.ts";
import type { CardKind, Stage } from "./operations.ts";

const SHAPES: Record<CardKind, string> = { NOTICE: "△", YELLOW: "▲", RED: "■" };

/** A card: a word and a shape. */
export function CardMark(props: { kind: CardKind }) {
  return (
    <span class={`Chip Chip-${props.kind === "RED" ? "bad" : "warn"}`}>
      <span aria-hidden="true">{SHAPES[props.kind]} </span>
      {say(sets.CardKind[props.kind])}
    </span>
  );
}

export function OverdueMark() {
  return (
    <span class="Chip Chip-bad">
      <span aria-hidden="true">! </span>
      {say(words.list.late)}
    </span>
  );
}

/** Where a case stands, in the words of its module. */
export function StateMark(props: { title: string; stage: Stage | null }) {
  const tone = props.stage === "CLOSED" ? "" : props.stage === "DECIDED" ? " Chip-good" : " Chip-open";
  return <span class={`Chip${tone}`}>{props.title}</span>;
}
