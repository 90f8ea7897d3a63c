import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import type { Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { words } from "../../words/desk-notices.ts";
import { say } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { DayInput } from "../DayInput.tsx";
import { Entry, EntryGroup } from "../Entry.tsx";
import { RecordServiceDocument, type ServiceMethod } from "../operations.ts";

const HOW = ["IN_PERSON", "ELECTRONIC", "POST", "LEFT", "ANNOUNCEMENT"] as const satisfies readonly ServiceMethod[];

/** Records how and when a notice reached its addressee. */
export function Service(props: { caseId: string; notice: number; read: (position: string | null) => Promise<void> }) {
  const [how, setHow] = useState<ServiceMethod>("IN_PERSON");
  const [on, setOn] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const id = `service-${props.notice}`;
  const record = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const input = { caseId: props.caseId, notice: props.notice, how, ...(on && { on }) };
    const outcome = await act(RecordServiceDocument, { input }, (answer) => answer.recordService);
    setFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok) await props.read(outcome.value);
  };
  return (
    <details class="Folded">
      <summary>{say(words.notices.record)}</summary>
      <form onSubmit={(event) => void record(event)}>
        {failure && <Failed failure={failure} />}
        <Entry id={id} label={say(words.notices.how)} error={undefined}>
          {(described) => (
            <select
              {...described}
              value={how}
              onChange={(event) => setHow(HOW.find((one) => one === event.currentTarget.value) ?? "IN_PERSON")}
            >
              {HOW.map((one) => (
                <option key={one} value={one}>
                  {say(sets.ServiceMethod[one])}
                </option>
              ))}
            </select>
          )}
        </Entry>
        <EntryGroup id={`${id}-on`} label={say(words.notices.on)} error={undefined}>
          <DayInput id={`${id}-on`} value={on} onChange={setOn} />
        </EntryGroup>
        <button type="submit">{say(words.notices.record)}</button>
      </form>
    </details>
  );
}
