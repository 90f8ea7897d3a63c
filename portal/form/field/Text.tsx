import { numberHints } from "../../words/form.ts";
import { say } from "../../words/say.ts";
import { meant } from "../meant.ts";
import type { Question } from "../questions.ts";
import { type FieldProps, textOf } from "./field.ts";
import { Labelled } from "./Labelled.tsx";

/** Names under which forms ask people for something of their own that their browser may know. */
const KNOWN: Readonly<Record<string, string>> = {
  name: "name",
  applicantName: "name",
  callerName: "name",
  mobile: "tel",
  phone: "tel",
  homeAddress: "street-address",
};

/** One line of text. It is put right when the field is left: spaces around it, full-width digits, small letters. */
export function Text(props: FieldProps<"text">) {
  const { question, kind, value, change } = props;
  const hint = numberHints[kind.pattern?.source ?? ""];
  return (
    <Labelled {...props} hint={hint && say(hint)}>
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode={kind.as === "number" ? "numeric" : kind.as === "email" ? "email" : "text"}
          class={kind.longest !== undefined && kind.longest <= 20 ? "Field-short" : "Field-line"}
          autoComplete={known(question, kind.as)}
          spellcheck={!question.person && kind.as === "plain" && !kind.pattern}
          value={textOf(value)}
          onInput={(event) => change(event.currentTarget.value)}
          onBlur={(event) => {
            const text = meant(event.currentTarget.value, kind.pattern);
            if (text !== textOf(value)) change(text);
          }}
        />
      )}
    </Labelled>
  );
}

function known(question: Question, as: string): string | undefined {
  return as === "email" ? "email" : KNOWN[question.name];
}
