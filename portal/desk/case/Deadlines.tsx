import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { tellings, words } from "../../words/desk-case.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day, moment } from "../../words/time.ts";
import { Entry } from "../Entry.tsx";
import { CardMark, OverdueMark } from "../Marks.tsx";
import { WithdrawCardDocument } from "../operations.ts";
import { Reasoned } from "../Reasoned.tsx";
import { type Deadline, deadlinesOf } from "./deadlines.ts";
import type { Found } from "./reading.ts";

/** The limits of a case in words, and the cards that they drew. */
export function Deadlines(props: { found: Found; read: (position: string | null) => Promise<void> }) {
  const { found } = props;
  const cards = found.cards ?? [];
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">{say(words.limits.title)}</h2>
      <ul class="CasePage-list">
        {deadlinesOf(found).map((deadline) => (
          <li key={JSON.stringify(deadline)}>
            <Told deadline={deadline} found={found} />
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
          <Withdraw {...props} />
        </>
      )}
    </section>
  );
}

/** Why a clock stands still. */
function whyStill(found: Found): "whySupplement" | "whyProcedure" | "whySuspended" {
  if (found.supplement) return "whySupplement";
  return found.procedure ? "whyProcedure" : "whySuspended";
}

/** Takes one of the cards that stand away again. */
function Withdraw(props: { found: Found; read: (position: string | null) => Promise<void> }) {
  const { found } = props;
  const standing = (found.cards ?? []).filter(({ withdrawnAt }) => !withdrawnAt);
  const [chosen, choose] = useState<number | null>(null);
  if (!found.reliefActs?.includes("WITHDRAW_CARD")) return null;
  const card = chosen ?? standing[0]?.number ?? 0;
  const input = (reason: string) => ({ caseId: found.id, card, reason, expectedRevision: found.revision });
  return (
    <Reasoned
      id="withdraw-reason"
      title={say(words.cards.withdraw)}
      send={(reason) => act(WithdrawCardDocument, { input: input(reason) }, (answer) => answer.withdrawCard)}
      read={props.read}
    >
      <Entry id="withdraw-card" label={say(words.cards.which)} error={undefined}>
        {(described) => (
          <select {...described} value={String(card)} onChange={(event) => choose(Number(event.currentTarget.value))}>
            {standing.map(({ number, kind, issuedAt }) => (
              <option key={number} value={String(number)}>
                {sayWord(sets.CardKind, kind)} {moment(issuedAt)}
              </option>
            ))}
          </select>
        )}
      </Entry>
    </Reasoned>
  );
}

function Told(props: { deadline: Deadline; found: Found }) {
  const { deadline } = props;
  switch (deadline.kind) {
    case "over":
      return <>{say(words.limits.over)}</>;
    case "overdue":
      return (
        <>
          <OverdueMark daysOver={props.found.daysOver} /> {say(words.limits.overdue)}
        </>
      );
    case "waiting":
      return <>{say(words.limits.waiting)}</>;
    case "stopped":
      return (
        <>
          {tell(tellings.stopped, moment(deadline.since), deadline.by)} {say(words.limits[whyStill(props.found)])}
        </>
      );
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
