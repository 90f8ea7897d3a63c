import "./Follow.css";
import { useEffect } from "preact/hooks";
import { type Fresh, useFresh } from "../../api/fresh.ts";
import { who } from "../../api/session.ts";
import { watch } from "../../api/watch.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Missing } from "../../parts/Missing.tsx";
import { events } from "../../words/events.ts";
import { supplementBy, words } from "../../words/follow.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day, moment } from "../../words/time.ts";
import { CaseMovesDocument, FollowDocument, type FollowQuery } from "../operations.ts";
import { Messages } from "./Messages.tsx";
import { Rating } from "./Rating.tsx";

export type Case = NonNullable<FollowQuery["case"]>;

/** Where a case is, who has it, by when, and what is asked of whoever looks. It moves as the case moves. */
export function Follow(props: { number: string }) {
  const found = useFresh(FollowDocument, { number: props.number }, `${props.number} ${who.value?.token}`);
  return (
    <Freshly of={found}>{(answer) => (answer.case ? <Known of={answer.case} found={found} /> : <Missing />)}</Freshly>
  );
}

function Known(props: { of: Case; found: Fresh<FollowQuery> }) {
  const { of, found } = props;
  useEffect(() => {
    const stop = new AbortController();
    const follow = async () => {
      const moves = watch(CaseMovesDocument, { id: of.id, after: of.asOf }, positionOf, stop.signal);
      for await (const move of moves) await found.read(move.caseUpdated?.position);
    };
    void follow();
    return () => stop.abort();
  }, [of.id, found]);
  return (
    <article class="Follow">
      <h1>{of.serviceModule?.title}</h1>
      <p class="Follow-soft">{of.number}</p>
      <Now of={of} />
      <Notices of={of} />
      <Happened of={of} />
      <Messages of={of} changed={(position) => void found.read(position)} />
      <Rating of={of} changed={(position) => void found.read(position)} />
    </article>
  );
}

function positionOf(answer: { caseUpdated?: { position: string } | null }): string | undefined {
  return answer.caseUpdated?.position;
}

/** What matters at once. */
function Now({ of }: { of: Case }) {
  const isOver = of.end != null;
  return (
    <section class="Card Follow-now" aria-labelledby="now">
      <h2 id="now">
        {say(words.where)}: {isOver ? sayWord(sets.CaseEnd, of.end) : of.stateTitle}
      </h2>
      <dl>
        <dt>{say(words.with)}</dt>
        <dd>{[of.department?.title, of.department?.phone].filter(Boolean).join(" · ")}</dd>
        <dt>{say(words.since)}</dt>
        <dd>{moment(of.submittedAt)}</dd>
        {of.dueDay && !isOver && (
          <>
            <dt>{say(words.by)}</dt>
            <dd>
              {day(of.dueDay)} {of.provisional && say(words.provisional)} {of.stoppedSince && say(words.stopped)}
              {of.overdue && <span class="Chip Chip-bad">{say(words.overdue)}</span>}
            </dd>
          </>
        )}
        <dt>{say(words.asked)}</dt>
        <dd>{of.supplement ? tell(supplementBy, day(of.supplement.dueAt)) : say(words.nothing)}</dd>
      </dl>
    </section>
  );
}

function Notices({ of }: { of: Case }) {
  const all = of.notices ?? [];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{say(words.notices)}</h2>
      <ul>
        {all.map((notice) => (
          <li key={notice.number}>
            {notice.title} · {notice.number} · {day(notice.issuedAt)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What happened, oldest first. */
function Happened({ of }: { of: Case }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{say(words.timeline)}</h2>
      <ol class="Follow-events">
        {(of.timeline?.nodes ?? []).map((entry) => (
          <li key={entry.id}>
            <strong>{entry.title ?? sayWord(events, entry.type)}</strong>
            <br />
            <span class="Follow-soft">
              {[moment(entry.effectiveAt), entry.by?.department?.title ?? entry.department?.title]
                .filter(Boolean)
                .join(" · ")}
            </span>
            {entry.reason && <p>{entry.reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
