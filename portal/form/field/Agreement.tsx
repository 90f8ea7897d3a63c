import { say } from "../../words/say.ts";
import { described, type FieldProps, idOf } from "./field.ts";
import { Hint, Wrong } from "./Notes.tsx";

/** Something that somebody declares: a box to tick, whose words are its label. */
export function Agreement(props: FieldProps<"agreement">) {
  const { question, at, wrong, value, change } = props;
  const [id, told] = [idOf(at), wrong.get(at)];
  const hint = question.hint ? say(question.hint) : "";
  return (
    <div class={told ? "Field Field-isWrong" : "Field"}>
      <Hint id={id} text={hint} />
      <Wrong id={id} text={told} />
      <div class="Field-option">
        <input
          type="checkbox"
          id={id}
          checked={value === true}
          aria-describedby={described(id, hint !== "", told !== undefined)}
          aria-invalid={told !== undefined}
          aria-required={question.required}
          onChange={(event) => change(event.currentTarget.checked ? true : undefined)}
        />
        <label for={id}>{say(question.title)}</label>
      </div>
    </div>
  );
}
