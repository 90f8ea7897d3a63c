import "./Follow.css";
import { who } from "../../api/session.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Missing } from "../../parts/Missing.tsx";
import { words } from "../../words/follow.ts";
import { say } from "../../words/say.ts";
import type { FollowQuery } from "../operations.ts";
import { Actions } from "./Actions.tsx";
import { Answers } from "./Answers.tsx";
import { wantedOf } from "./asked.ts";
import { Documents } from "./Documents.tsx";
import { Messages } from "./Messages.tsx";
import { Notices } from "./Notices.tsx";
import { Objections } from "./Objections.tsx";
import { Rating } from "./Rating.tsx";
import { useCase } from "./reading.ts";
import { Standing } from "./Standing.tsx";
import { Timeline } from "./Timeline.tsx";
import { Wanted } from "./Wanted.tsx";

/** Where a case is, who has it, by when, and what is asked of whoever looks. It moves as the case moves. */
export function Follow(props: { number: string }) {
  const found = useCase(props.number);
  return (
    <Freshly of={found} whole>
      {(answer) =>
        answer.case ? (
          <Known answer={answer} of={answer.case} changed={(position) => found.read(position)} />
        ) : (
          <Missing />
        )
      }
    </Freshly>
  );
}

function Known(props: {
  answer: FollowQuery;
  of: NonNullable<FollowQuery["case"]>;
  changed: (position: string | null) => Promise<void>;
}) {
  const { answer, of } = props;
  const isOwn = of.applicant !== null && of.applicant === answer.viewer.subject;
  const part = { of, changed: props.changed };
  return (
    <article class="Follow">
      <Standing of={of} since={[say(words.since), sinceOf(of)]}>
        {isOwn && <Wanted wanted={wantedOf(of)} />}
      </Standing>
      {who.value && <Actions {...part} />}
      <Documents {...part} />
      <Notices {...part} isOwn={isOwn} />
      <Objections {...part} mayObject={who.value !== null && !isOwn && of.onPublicNotice === true} />
      {isOwn && <Rating {...part} />}
      {isOwn && <Messages {...part} owner={answer.viewer.subject ?? ""} />}
      <Timeline of={of} />
      <Answers of={of} />
      <p>
        <button type="button" class="quiet" onClick={() => print()}>
          {say(words.print)}
        </button>
      </p>
    </article>
  );
}

/** Since when the case is where it is now. */
function sinceOf(of: NonNullable<FollowQuery["case"]>): string | null {
  const moves = (of.timeline?.nodes ?? []).filter(({ state, department }) => state !== null || department !== null);
  return moves.at(-1)?.effectiveAt ?? of.submittedAt;
}
