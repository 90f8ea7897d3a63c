import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Failure, Outcome } from "../api/failure.ts";
import { Failed } from "../parts/Failed.tsx";
import { words } from "../words/desk-case.ts";
import { say } from "../words/say.ts";
import { Entry } from "./Entry.tsx";

/** Something small that needs a reason and nothing else, folded away until somebody wants it. */
export function Reasoned(props: {
  id: string;
  title: string;
  /** What the text is, where it is no reason. */
  label?: string;
  /** What else is asked. */
  children?: ComponentChildren;
  send: (reason: string) => Promise<Outcome<string | null>>;
  read: (position: string | null) => Promise<void>;
}) {
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setMissing(reason.trim() === "");
    if (reason.trim() === "") return document.getElementById(props.id)?.focus();
    const outcome = await props.send(reason.trim());
    setFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok) await props.read(outcome.value);
  };
  return (
    <details class="Folded">
      <summary>{props.title}</summary>
      <form noValidate onSubmit={(event) => void send(event)}>
        {failure && <Failed failure={failure} />}
        {props.children}
        <Entry
          id={props.id}
          label={props.label ?? say(words.acts.reason)}
          error={isMissing ? say(words.acts.missing) : undefined}
        >
          {(described) => (
            <textarea
              {...described}
              rows={2}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Entry>
        <button type="submit">{props.title}</button>
      </form>
    </details>
  );
}
