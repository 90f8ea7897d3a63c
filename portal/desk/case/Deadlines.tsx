import { tellings, words } from "../../words/desk-case.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day, moment } from "../../words/time.ts";
import { CardMark, OverdueMark } from "../Marks.tsx";
import { type Deadline, deadlinesOf } from "./deadlines.ts";
import type { Found } from "./reading.ts";

/** The limits of a case in words, and the cards that they drew. */
export function Deadlines(props: { found: Found }) {
  const cards = props.found.cards ?? [];
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">{say(words.limits.title)}</h2>
      <ul class="CasePage-list">
        {deadlinesOf(props.found).map((deadline) => (
          <li key={JSON.stringify(deadline)}>
            <Told deadline={deadline} />
          </li>
        ))}
      </ul>
      {cards.length > 0 && (
        <>
          <h3>{say(words.cards.title)}</h3>
          <ul class="CasePage-list">
            {cards.map((card) => (
              <li key={card.number}>
                {card.kind && !card.withdrawnAt ? <CardMark kind={card.kind} /> : sayWord(sets.CardKind, card.kind)}{" "}
                {sayWord(sets.Clock, card.clock)} {moment(card.issuedAt)}
                {card.withdrawnAt && ` ${say(words.cards.withdrawn)} ${moment(card.withdrawnAt)}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Told(props: { deadline: Deadline }) {
  const { deadline } = props;
  switch (deadline.kind) {
    case "over":
      return <>{say(words.limits.over)}</>;
    case "overdue":
      return (
        <>
          <OverdueMark /> {say(words.limits.overdue)}
        </>
      );
    case "waiting":
      return <>{say(words.limits.waiting)}</>;
    case "stopped":
      return <>{tell(tellings.stopped, moment(deadline.since), deadline.by)}</>;
    case "overran":
      return <>{tell(tellings.overran, deadline.by)}</>;
    case "runs":
      return (
        <>
          {tell(tellings.runs, sayWord(sets.Clock, deadline.clock), day(deadline.day))}
          {deadline.provisional && <span class="CasePage-soft"> {say(words.limits.provisional)}</span>}
        </>
      );
  }
}
