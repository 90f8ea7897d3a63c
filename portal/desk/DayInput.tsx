import { useState } from "preact/hooks";
import { words } from "../words/desk-case.ts";
import { say } from "../words/say.ts";
import { dayOf, partsOf } from "./day.ts";

/** A day in three boxes: the browser's own control speaks the browser's language. */
export function DayInput(props: { id: string; value: string; onChange: (day: string) => void }) {
  // What is half typed is no day yet and stays in its boxes.
  const [parts, setParts] = useState(() => partsOf(props.value));
  const write = (index: number, text: string) => {
    const digits = text.replace(/\D/g, "");
    const [year, month, date] = parts.map((part, at) => (at === index ? digits : part));
    const next = [year ?? "", month ?? "", date ?? ""] as const;
    setParts(next);
    props.onChange(dayOf(...next));
  };
  const boxes = [
    ["year", words.day.year, 4],
    ["month", words.day.month, 2],
    ["date", words.day.date, 2],
  ] as const;
  return (
    <div class="Day">
      {boxes.map(([name, title, length], index) => (
        <label key={name}>
          <input
            id={`${props.id}-${name}`}
            type="text"
            inputMode="numeric"
            maxLength={length}
            value={parts[index] ?? ""}
            onInput={(event) => write(index, event.currentTarget.value)}
          />
          {say(title)}
        </label>
      ))}
    </div>
  );
}
