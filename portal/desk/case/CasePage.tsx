import "./Case.css";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk-case.ts";
import { events } from "../../words/events.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { moment } from "../../words/time.ts";
import type { OneCaseQuery } from "../operations.ts";
import { Actions } from "./Actions.tsx";
import { Answers } from "./Answers.tsx";
import { Conversation } from "./Conversation.tsx";
import { Deadlines } from "./Deadlines.tsx";
import { Documents } from "./Documents.tsx";
import { Hands } from "./Hands.tsx";
import { Notices } from "./Notices.tsx";
import { Objections, Opinions } from "./Opinions.tsx";
import { Overview } from "./Overview.tsx";
import { RefusedActions } from "./RefusedActions.tsx";
import { type Found, useCase } from "./reading.ts";
import { Supervision } from "./Supervision.tsx";
import { Timeline } from "./Timeline.tsx";
import { wayOf } from "./way.ts";

/** One case: what it is, what an officer may do now, and what happened. */
export function CasePage(props: { number: string }) {
  const reading = useCase(props.number);
  return (
    <>
      <p class="CasePage-back">
        <Link to="/desk">{say(words.page.back)}</Link>
      </p>
      <h1>{props.number}</h1>
      <Updated found={reading.changes > 0 ? (reading.found.value.value?.case ?? null) : null} />
      <Freshly of={reading.found} whole>
        {(answer) =>
          answer.case ? (
            <Whole answer={answer} found={answer.case} read={(position) => reading.found.read(position)} />
          ) : (
            <p>{say(words.page.notFound)}</p>
          )
        }
      </Freshly>
    </>
  );
}

/** Says what another did. Its line is always there, so nothing moves under a hand. */
function Updated(props: { found: Found | null }) {
  const last = props.found?.timeline?.nodes.at(-1);
  return (
    <p class="CasePage-updated" role="status">
      {last && tell(tellings.updated, last.title ?? sayWord(events, last.type), moment(last.effectiveAt))}
    </p>
  );
}

function Whole(props: { answer: OneCaseQuery; found: Found; read: (position: string | null) => Promise<void> }) {
  const { found, read } = props;
  const { viewer } = props.answer;
  const way = wayOf(viewer, found);
  return (
    <div class="CasePage">
      <div class="CasePage-side">
        <Overview found={found} read={read} />
        <Deadlines found={found} read={read} />
        <Supervision found={found} matters={props.answer.supervisionMatters?.totalCount ?? 0} read={read} />
        <Hands found={found} me={viewer.subject ?? ""} read={read} />
        <Actions found={found} departments={props.answer.departments?.nodes ?? []} way={way} read={read} />
        <RefusedActions found={found} viewer={viewer} />
      </div>
      <div class="CasePage-main">
        <Answers found={found} />
        <Documents found={found} way={way} read={read} />
        <Opinions opinions={found.opinions ?? []} />
        <Objections objections={found.objections ?? []} />
        <Notices found={found} read={read} />
        <Conversation found={found} read={read} />
        <Timeline found={found} />
      </div>
    </div>
  );
}
