import { useState } from "preact/hooks";
import { cards, tellings, words } from "../../words/board.ts";
import { say, tell } from "../../words/say.ts";
import { caseAt } from "../lists.ts";
import { type Card, standing } from "./risks.ts";

export interface Risk {
  readonly key: string;
  /** The number of the case. */
  readonly number: string;
  readonly cards: readonly Card[];
  /** What else is told of it. */
  readonly about: readonly string[];
  readonly due: string;
}

/** How many are shown before somebody asks for all. */
const FIRST = 10;

/** Cases that need somebody, each with the way to it. */
export function RiskList(props: {
  risks: readonly Risk[];
  /** Reads more than the newest that were read; `null` where these are all. */
  more: (() => void) | null;
  none: string;
  all?: readonly [to: string, name: string];
}) {
  const [isWhole, setWhole] = useState(false);
  const { risks, all } = props;
  if (risks.length === 0) return <p>{props.none}</p>;
  return (
    <>
      <p class="RiskList-note">
        {say(words.risks.minute)} {props.more && tell(tellings.newest, risks.length)}
      </p>
      <ul class="RiskList">
        {risks.slice(0, isWhole ? risks.length : FIRST).map((risk) => (
          <Line key={risk.key} risk={risk} />
        ))}
      </ul>
      <p class="RiskList-more">
        {risks.length > FIRST && (
          <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? say(words.risks.fewer) : tell(props.more ? tellings.showRead : tellings.showAll, risks.length)}
          </button>
        )}
        {isWhole && props.more && (
          <button type="button" class="quiet" onClick={props.more}>
            {say(words.risks.more)}
          </button>
        )}
        {all && <a href={all[0]}>{all[1]}</a>}
      </p>
    </>
  );
}

function Line(props: { risk: Risk }) {
  const { number, about, due } = props.risk;
  return (
    <li>
      <a href={caseAt(number)}>{number}</a>
      {standing(props.risk.cards).map(([kind, count]) => (
        <span key={kind} class={kind === "RED" ? "Chip Chip-bad" : "Chip Chip-warn"}>
          {tell(tellings.cards, say(cards[kind]), count)}
        </span>
      ))}
      <span class="RiskList-due">{due}</span>
      <span class="RiskList-about">{about.filter((text) => text !== "").join(" · ")}</span>
    </li>
  );
}
