import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import type { Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { words } from "../../words/desk-supervision.ts";
import { say } from "../../words/say.ts";
import { Entry } from "../Entry.tsx";
import {
  CloseSupervisionDocument,
  ExtendSupervisionDocument,
  GiveFeedbackDocument,
  InstructDocument,
  type SupervisionAct,
} from "../operations.ts";
import { Reasoned } from "../Reasoned.tsx";
import type { Found } from "./Matter.tsx";

/** What the officer may do in a matter now. */
export function Steps(props: { matter: Found; read: (position: string | null) => Promise<void> }) {
  const { matter, read } = props;
  const [failure, setFailure] = useState<Failure | null>(null);
  const matterId = matter.id;
  const may = (act: SupervisionAct) => matter.availableActs?.includes(act);
  const close = async (): Promise<void> => {
    const outcome = await act(CloseSupervisionDocument, { input: { matterId } }, (it) => it.closeSupervision);
    setFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok) await read(outcome.value);
  };
  return (
    <>
      {may("INSTRUCT") && (
        <Reasoned
          id={`instruct-${matterId}`}
          title={say(words.matter.instruct)}
          label={say(words.matter.text)}
          send={(text) => act(InstructDocument, { input: { matterId, text } }, (it) => it.instruct)}
          read={read}
        />
      )}
      {may("GIVE_FEEDBACK") && (
        <Reasoned
          id={`feedback-${matterId}`}
          title={say(words.matter.feedback)}
          label={say(words.matter.text)}
          send={(text) => act(GiveFeedbackDocument, { input: { matterId, text } }, (it) => it.giveFeedback)}
          read={read}
        />
      )}
      {may("EXTEND") && <Extend {...props} />}
      {failure && <Failed failure={failure} />}
      {may("CLOSE") && (
        <button type="button" class="quiet" onClick={() => void close()}>
          {say(words.matter.close)}
          <span class="visually-hidden"> {matter.caseNumber}</span>
        </button>
      )}
    </>
  );
}

/** More time, once, by a number of working days. */
function Extend(props: { matter: Found; read: (position: string | null) => Promise<void> }) {
  const { matter, read } = props;
  const [days, setDays] = useState("1");
  const matterId = matter.id;
  return (
    <Reasoned
      id={`extend-${matterId}`}
      title={say(words.matter.extend)}
      send={(reason) =>
        act(
          ExtendSupervisionDocument,
          { input: { matterId, reason, workingDays: Number(days) || 0 } },
          (it) => it.extendSupervision,
        )
      }
      read={read}
    >
      <Entry id={`days-${matterId}`} label={say(words.matter.days)} error={undefined}>
        {(described) => (
          <input
            {...described}
            type="text"
            inputMode="numeric"
            value={days}
            onInput={(event) => setDays(event.currentTarget.value.replace(/\D/g, ""))}
          />
        )}
      </Entry>
    </Reasoned>
  );
}
