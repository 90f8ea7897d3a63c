import { severalHint } from "../../words/form.ts";
import { say, tell } from "../../words/say.ts";
import { type FieldProps, idOf } from "./field.ts";
import { Grouped } from "./Grouped.tsx";

/** Any of several words, in the order in which the form names them. */
export function Several(props: FieldProps<"several">) {
  const { kind, at, value, change } = props;
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const toggle = (word: string, on: boolean) => {
    const words = kind.options.map((option) => option.value);
    const next = words.filter((one) => (one === word ? on : chosen.includes(one)));
    change(next.length > 0 ? next : undefined);
  };
  const id = idOf(at);
  return (
    <Grouped {...props} hint={kind.most < kind.options.length ? tell(severalHint, kind.most) : undefined}>
      <div class="Field-options">
        {kind.options.map((option, index) => {
          const own = index === 0 ? id : `${id}-${index}`;
          return (
            <div key={option.value} class="Field-option">
              <input
                type="checkbox"
                id={own}
                checked={chosen.includes(option.value)}
                onChange={(event) => toggle(option.value, event.currentTarget.checked)}
              />
              <label for={own}>{say(option.title)}</label>
            </div>
          );
        })}
      </div>
    </Grouped>
  );
}
