import type { ComponentChildren } from "preact";
import { isBlank } from "../blank.ts";
import { isJson, type Json } from "../json.ts";
import type { FieldProps } from "./field.ts";
import { Grouped } from "./Grouped.tsx";

/** Several questions under one heading. A group in which nothing is answered is no answer, unless it is demanded. */
export function Group(
  props: FieldProps<"group"> & {
    children: (answers: Json, change: (name: string, value: unknown) => void) => ComponentChildren;
  },
) {
  const answers = isJson(props.value) ? props.value : {};
  const change = (name: string, value: unknown) => {
    const next = { ...answers, [name]: value };
    props.change(isBlank(next) && !props.question.required ? undefined : next);
  };
  return <Grouped {...props}>{props.children(answers, change)}</Grouped>;
}
