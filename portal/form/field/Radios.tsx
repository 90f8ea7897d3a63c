import { say } from "../../words/say.ts";
import type { Option } from "../questions.ts";
import { idOf } from "./field.ts";

/** Options of which one is chosen. The first bears the id of the answer, so that an error leads to it. */
export function Radios(props: {
  at: string;
  options: readonly Option[];
  value: unknown;
  required: boolean;
  change: (value: string) => void;
}) {
  const id = idOf(props.at);
  return (
    <div class="Field-options">
      {props.options.map((option, index) => {
        const own = index === 0 ? id : `${id}-${index}`;
        return (
          <div key={option.value} class="Field-option">
            <input
              type="radio"
              id={own}
              name={id}
              value={option.value}
              checked={option.value === props.value}
              required={props.required}
              onChange={() => props.change(option.value)}
            />
            <label for={own}>{say(option.title)}</label>
          </div>
        );
      })}
    </div>
  );
}
