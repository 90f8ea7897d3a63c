import { useState } from "preact/hooks";
import type { Failure, Outcome } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { words as listWords, tellings } from "../../words/desk.ts";
import { words } from "../../words/desk-case.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { Assign } from "../Assign.tsx";
import { assign, claim, release } from "../hands.ts";
import { useKeys } from "../keys/keys.ts";
import type { AssignmentAct } from "../operations.ts";
import type { Found } from "./reading.ts";

/** In whose hands a case is, and what this officer may change about that. */
export function Hands(props: { found: Found; me: string; read: (position: string | null) => Promise<void> }) {
  const { found, me } = props;
  const [isAssigning, setAssigning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const settle = async (outcome: Outcome<string | null>): Promise<void> => {
    setFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok) setAssigning(false);
    await props.read(outcome.ok ? outcome.value : null);
  };
  const act = async (wanted: AssignmentAct): Promise<void> => {
    if (wanted === "ASSIGN") setAssigning(true);
    else await settle(await (wanted === "CLAIM" ? claim(found.id) : release(found.id, found.revision)));
  };
  const acts = found.assignmentActs ?? [];
  useKeys({ c: () => void (acts.includes("CLAIM") && act("CLAIM")) });
  const give = async (to: string, reason: string): Promise<void> =>
    settle(await assign({ caseId: found.id, to, reason, expectedRevision: found.revision }));
  return (
    <section aria-labelledby="hands">
      <h2 id="hands">{say(words.hands.title)}</h2>
      <dl>
        <People found={found} me={me} />
      </dl>
      {failure && !isAssigning && <Failed failure={failure} />}
      {isAssigning ? (
        <Assign
          title={tell(tellings.assigning, found.number ?? "")}
          known={found.assignee?.officer ? [found.assignee.officer] : []}
          failure={failure}
          onGive={(to, reason) => void give(to, reason)}
          onCancel={() => setAssigning(false)}
        />
      ) : (
        <div class="Buttons">
          {acts.map((one) => (
            <button key={one} type="button" class="quiet" onClick={() => void act(one)}>
              {sayWord(sets.AssignmentAct, one)}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function People(props: { found: Found; me: string }) {
  const { applicant, applicantKind, assignee } = props.found;
  const name = (officer: string | null) => (officer === props.me ? say(listWords.list.me) : officer);
  return (
    <>
      <dt>{say(words.hands.officer)}</dt>
      <dd>{assignee ? name(assignee.officer) : say(listWords.list.nobody)}</dd>
      {assignee && (
        <>
          <dt>{say(words.hands.since)}</dt>
          <dd>{moment(assignee.since)}</dd>
        </>
      )}
      {assignee && assignee.givenBy !== assignee.officer && (
        <>
          <dt>{say(words.hands.givenBy)}</dt>
          <dd>{name(assignee.givenBy)}</dd>
        </>
      )}
      {applicantKind && (
        <>
          <dt>{say(listWords.list.applicant)}</dt>
          <dd>{say(sets.ApplicantKind[applicantKind])}</dd>
        </>
      )}
      {applicant && (
        <>
          <dt>{say(words.hands.applicant)}</dt>
          <dd>{applicant}</dd>
        </>
      )}
    </>
  );
}
