import type { ComponentChildren } from "preact";
import { say } from "../../words/say.ts";
import { described, type FieldProps, idOf, titleOf } from "./field.ts";
import { Hint, Wrong } from "./Notes.tsx";

/** A field of several controls: a group with its legend, hint and error. */
export function Grouped(props: FieldProps & { hint?: string | undefined; children: ComponentChildren }) {
  const { question, at, wrong } = props;
  const [id, told] = [idOf(at), wrong.get(at)];
  const hint = [question.hint && say(question.hint), props.hint].filter(Boolean).join(" ");
  return (
    <fieldset
      class={told ? "Field Field-isWrong" : "Field"}
      aria-describedby={described(id, hint !== "", told !== undefined)}
    >
      <legend class="Field-label">{titleOf(question)}</legend>
      <Hint id={id} text={hint} />
      <Wrong id={id} text={told} />
      {props.children}
    </fieldset>
  );
}
