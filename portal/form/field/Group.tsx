import type { ComponentChildren } from "preact";
import { say } from "../../words/say.ts";
import { isBlank } from "../blank.ts";
import { isJson, type Json } from "../json.ts";
import { described, type FieldProps, idOf, titleOf } from "./field.ts";
import { Hint, Wrong } from "./Notes.tsx";

/** Several questions under one heading. A group in which nothing is answered is no answer, unless it is demanded. */
export function Group(
  props: FieldProps<"group"> & {
    children: (answers: Json, change: (name: string, value: unknown) => void) => ComponentChildren;
  },
) {
  const { question, at, wrong } = props;
  const answers = isJson(props.value) ? props.value : {};
  const change = (name: string, value: unknown) => {
    const next = { ...answers, [name]: value };
    props.change(isBlank(next) && !props.question.required ? undefined : next);
  };
  const [id, told] = [idOf(at), wrong.get(at)];
  const hint = question.hint ? say(question.hint) : "";
  // No fieldset: in one, browsers lay out every question of a long page, also those far below.
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="group"
      id={id}
      tabIndex={-1}
      class={told ? "Field Field-isWrong" : "Field"}
      aria-labelledby={`${id}-title`}
      aria-describedby={described(id, hint !== "", told !== undefined)}
    >
      <div id={`${id}-title`} class="Field-label">
        {titleOf(question)}
      </div>
      <Hint id={id} text={hint} />
      <Wrong id={id} text={told} />
      {props.children(answers, change)}
    </div>
  );
}
