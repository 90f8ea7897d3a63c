import { useState } from "preact/hooks";
import { form } from "../../words/form.ts";
import { say } from "../../words/say.ts";
import { described, type FieldProps, idOf, textOf } from "./field.ts";
import { Grouped } from "./Grouped.tsx";

const BOXES = [
  { name: "year", length: 4, words: form.year },
  { name: "month", length: 2, words: form.month },
  { name: "day", length: 2, words: form.day },
] as const;

/** A day in three boxes: the browser's own calendar speaks its language, not the page's. */
export function DateField(props: FieldProps<"date">) {
  const [typed, setTyped] = useState(() => partsOf(textOf(props.value)));
  const id = idOf(props.at);
  const told = props.wrong.get(props.at) !== undefined;
  const set = (box: number, text: string) => {
    const next = typed.map((known, index) => (index === box ? text.normalize("NFKC").trim() : known));
    setTyped(next);
    props.change(dayOf(next));
  };
  return (
    <Grouped {...props} hint={say(form.dateHint)}>
      <div class="Field-date">
        {BOXES.map(({ name, length, words }, index) => {
          const own = index === 0 ? id : `${id}-${name}`;
          return (
            <div key={name}>
              <label for={own}>{say(words)}</label>
              <input
                id={own}
                type="text"
                inputMode="numeric"
                autoComplete="off"
                class={`Field-${name}`}
                maxLength={length}
                aria-invalid={told}
                aria-describedby={described(id, false, told)}
                value={typed[index] ?? ""}
                onInput={(event) => set(index, event.currentTarget.value)}
              />
            </div>
          );
        })}
      </div>
    </Grouped>
  );
}

function partsOf(day: string): string[] {
  const [year = "", month = "", date = ""] = day.split("-");
  return [year, month, date].map((part) => part.replace(/^0(?=\d$)/, ""));
}

/** `YYYY-MM-DD`; while a box is empty or wrong, a text that is no day. Nothing when all are empty. */
export function dayOf([year = "", month = "", date = ""]: readonly string[]): string {
  if (year + month + date === "") return "";
  const two = (part: string) => (/^\d$/.test(part) ? `0${part}` : part);
  return `${year}-${two(month)}-${two(date)}`;
}
