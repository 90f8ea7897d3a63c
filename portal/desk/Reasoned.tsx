import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Failure, Outcome } from "../api/failure.ts";
import { Failed } from "../parts/Failed.tsx";
import { words } from "../words/desk-case.ts";
import { say } from "../words/say.ts";
import { Entry } from "./Entry.tsx";

/** Something small that needs a reason and nothing else, folded away until somebody wants it. What the city refuses is
 * told beside the button, and what was typed stays. */
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
  const [isBusy, setBusy] = useState(false);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setMissing(reason.trim() === "");
    if (reason.trim() === "") return document.getElementById(props.id)?.focus();
    setBusy(true);
    const outcome = await props.send(reason.trim());
    setBusy(false);
    setFailure(outcome.ok ? null : outcome.failure);
    if (!outcome.ok) return;
    setReason("");
    await props.read(outcome.value);
  };
  return (
    <details class="Folded">
      <summary>{props.title}</summary>
      <form noValidate onSubmit={(event) => void send(event)}>
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
        {failure && <Failed failure={failure} />}
        <button type="submit" aria-disabled={isBusy}>
          {props.title}
        </button>
      </form>
    </details>
  );
}
