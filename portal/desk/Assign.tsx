import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../api/failure.ts";
import { Failed } from "../parts/Failed.tsx";
import { words } from "../words/desk.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Entry } from "./Entry.tsx";

/** Asks to whom cases are given. The city knows its officers by their accounts. */
export function Assign(props: {
  title: string;
  known: readonly string[];
  failure: Failure | null;
  onGive: (to: string, reason: string) => void;
  onCancel: () => void;
}) {
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  // The form opens away from the button that asked for it.
  useEffect(() => document.getElementById("assign-to")?.focus(), []);
  const give = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(to.trim() === "");
    if (to.trim() !== "") props.onGive(to.trim(), reason.trim());
    else document.getElementById("assign-to")?.focus();
  };
  return (
    <form class="Assign Card" onSubmit={give} aria-labelledby="assign-head">
      <h2 id="assign-head">{props.title}</h2>
      {props.failure && <Failed failure={props.failure} />}
      <Entry
        id="assign-to"
        label={say(words.assign.officer)}
        hint={say(words.assign.officerHint)}
        error={isMissing ? say(words.assign.needed) : undefined}
      >
        {(described) => (
          <input
            {...described}
            type="text"
            list="assign-known"
            autoComplete="off"
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        )}
      </Entry>
      <datalist id="assign-known">
        {props.known.map((officer) => (
          <option key={officer} value={officer} />
        ))}
      </datalist>
      <Entry id="assign-reason" label={say(words.assign.reason)} error={undefined}>
        {(described) => (
          <input {...described} type="text" value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        )}
      </Entry>
      <div class="Buttons">
        <button type="submit">{say(words.assign.give)}</button>
        <button type="button" class="quiet" onClick={props.onCancel}>
          {say(shared.cancel)}
        </button>
      </div>
    </form>
  );
}
