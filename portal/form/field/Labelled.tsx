import type { ComponentChildren } from "preact";
import { say } from "../../words/say.ts";
import { described, type FieldProps, idOf, titleOf } from "./field.ts";
import { Hint, Wrong } from "./Notes.tsx";

/** What a control says of itself, to be set on it. */
export interface Control {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean;
  readonly "aria-required": boolean;
}

/** A field of one control: its label, hint and error, each at the control by its description. */
export function Labelled(
  props: FieldProps & { hint?: string | undefined; children: (control: Control) => ComponentChildren },
) {
  const { question, at, wrong } = props;
  const [id, told] = [idOf(at), wrong.get(at)];
  const hint = [question.hint && say(question.hint), props.hint].filter(Boolean).join(" ");
  const control: Control = {
    id,
    "aria-describedby": described(id, hint !== "", told !== undefined),
    "aria-invalid": told !== undefined,
    "aria-required": question.required,
  };
  return (
    <div class={told ? "Field Field-isWrong" : "Field"}>
      <label class="Field-label" for={id}>
        {titleOf(question)}
      </label>
      <Hint id={id} text={hint} />
      <Wrong id={id} text={told} />
      {props.children(control)}
    </div>
  );
}
