import { useState } from "preact/hooks";
import type { Outcome } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { useSending } from "./sending.ts";

/** A text that is sent. What is typed stays until it was. */
export function Compose(props: {
  id: string;
  label: string;
  button: string;
  longest: number;
  /** What it came to is the position from which a reader sees it. */
  send: (text: string, key: string) => Promise<Outcome<string | null>>;
  sent: (position: string | null) => void;
}) {
  const [text, setText] = useState("");
  const { send, failure, isBusy } = useSending();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return document.getElementById(props.id)?.focus();
    const outcome = await send(text, (key) => props.send(text, key));
    if (!outcome?.ok) return;
    setText("");
    props.sent(outcome.value);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <label for={props.id}>{props.label}</label>
      <textarea
        id={props.id}
        maxLength={props.longest}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {failure && <Failed failure={failure} />}
      <button type="submit" aria-disabled={isBusy}>
        {props.button}
      </button>
    </form>
  );
}
