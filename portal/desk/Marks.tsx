import { words } from "../words/desk.ts";
import { sets } from "../words/desk-sets.ts";
import { say, sayWord } from "../words/say.ts";
import type { CardKind, Stage } from "./operations.ts";

const SHAPES: Record<CardKind, string> = { NOTICE: "△", YELLOW: "▲", RED: "■" };

/** The cards that stand: each a word and a shape. */
export function CardMarks(props: { cards: ReadonlyArray<{ kind: CardKind | null; withdrawnAt: string | null }> }) {
  const standing = props.cards.flatMap(({ kind, withdrawnAt }) => (kind && !withdrawnAt ? [kind] : []));
  return (
    <>
      {[...new Set(standing)].map((kind) => (
        <span key={kind} class={`Chip Chip-${kind === "RED" ? "bad" : "warn"}`}>
          <span aria-hidden="true">{SHAPES[kind]} </span>
          {sayWord(sets.CardKind, kind)}
        </span>
      ))}
    </>
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
