import { form } from "../../words/form.ts";
import { say } from "../../words/say.ts";

/** What helps to answer. */
export function Hint(props: { id: string; text: string }) {
  if (props.text === "") return null;
  return (
    <p id={`${props.id}-hint`} class="Field-hint">
      {props.text}
    </p>
  );
}

/** What is wrong with the answer; the word "error" goes along, so that it is not told by colour alone. */
export function Wrong(props: { id: string; text: string | undefined }) {
  if (props.text === undefined) return null;
  return (
    <p id={`${props.id}-wrong`} class="Field-wrong">
      <strong>{say(form.error)}</strong>
      {props.text}
    </p>
  );
}
