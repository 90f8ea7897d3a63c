import { form } from "../../words/form.ts";
import { say } from "../../words/say.ts";
import type { FieldProps } from "./field.ts";
import { Grouped } from "./Grouped.tsx";
import { Labelled } from "./Labelled.tsx";
import { Radios } from "./Radios.tsx";

/** So many options are seen at once; more are a list to open. */
const RADIOS_MAX = 7;

/** One of several words. */
export function Choice(props: FieldProps<"choice">) {
  const { kind, value, change } = props;
  if (kind.options.length <= RADIOS_MAX)
    return (
      <Grouped {...props}>
        <Radios at={props.at} options={kind.options} value={value} required={props.question.required} change={change} />
      </Grouped>
    );
  return (
    <Labelled {...props}>
      {(control) => (
        <select {...control} class="Field-line" onChange={(event) => change(event.currentTarget.value)}>
          <option value="" selected={!kind.options.some((option) => option.value === value)}>
            {say(form.choose)}
          </option>
          {kind.options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {say(option.title)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
