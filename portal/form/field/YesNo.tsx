import { shared } from "../../words/shared.ts";
import type { FieldProps } from "./field.ts";
import { Grouped } from "./Grouped.tsx";
import { Radios } from "./Radios.tsx";

/** Yes or no; nothing is chosen before somebody chooses. */
export function YesNo(props: FieldProps<"yesNo">) {
  const options = [
    { value: "yes", title: shared.yes },
    { value: "no", title: shared.no },
  ];
  return (
    <Grouped {...props}>
      <Radios
        at={props.at}
        options={options}
        value={typeof props.value === "boolean" ? (props.value ? "yes" : "no") : undefined}
        required={props.question.required}
        change={(word) => props.change(word === "yes")}
      />
    </Grouped>
  );
}
