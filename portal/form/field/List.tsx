import type { ComponentChildren } from "preact";
import { form, item, removeItem } from "../../words/form.ts";
import { say, tell } from "../../words/say.ts";
import { member } from "../json.ts";
import { type FieldProps, idOf } from "./field.ts";
import { Grouped } from "./Grouped.tsx";
import { useItems } from "./items.ts";

/** What is shown of one item. */
type Shown = (at: string, place: number, value: unknown, change: (value: unknown) => void) => ComponentChildren;

/** Several of one kind: as many as the form demands are there from the beginning; more are added and removed. */
export function List(props: FieldProps<"list"> & { children: Shown }) {
  const { kind, at, value } = props;
  const blanks = Array.from({ length: kind.least }, () => (kind.item.kind === "group" ? {} : ""));
  const items: readonly unknown[] = Array.isArray(value) ? value : blanks;
  const { keys, place, done, act } = useItems(items.length);
  const put = (next: readonly unknown[]) => props.change(next.length > 0 ? next : undefined);
  const add = () => {
    put([...items, kind.item.kind === "group" ? {} : ""]);
    act({ kind: "added", index: items.length });
  };
  const remove = (index: number) => {
    put(items.filter((_, place) => place !== index));
    act({ kind: "removed", index });
  };
  return (
    <Grouped {...props}>
      <div class="List" ref={place} id={idOf(at)} tabIndex={-1}>
        {items.map((one, index) => (
          <fieldset key={keys[index]} class="List-item">
            <legend class="List-place">{tell(item, index + 1)}</legend>
            {props.children(member(at, index), index + 1, one, (next) =>
              put(items.map((known, place) => (place === index ? next : known))),
            )}
            {items.length > kind.least && (
              <button type="button" class="quiet" onClick={() => remove(index)}>
                {tell(removeItem, index + 1)}
              </button>
            )}
          </fieldset>
        ))}
        {items.length < kind.most && (
          <button type="button" class="quiet List-add" onClick={add}>
            {say(items.length === 0 ? form.addFirst : form.add)}
          </button>
        )}
        <p class="visually-hidden" role="status">
          {done && say(form[done])}
        </p>
      </div>
    </Grouped>
  );
}
