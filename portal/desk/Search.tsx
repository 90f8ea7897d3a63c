import { useRef } from "preact/hooks";
import { go } from "../route/route.ts";
import { words } from "../words/desk.ts";
import { say } from "../words/say.ts";
import { Keys } from "./keys/Keys.tsx";
import { useKeys } from "./keys/keys.ts";

/** A case by the number that people say on the telephone. */
export function Search() {
  const input = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => input.current?.focus() });
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    const number = input.current?.value.trim().toUpperCase();
    if (number) go(`/desk/cases/${encodeURIComponent(number)}`);
  };
  return (
    <search class="Search">
      <form onSubmit={open}>
        <label for="number">{say(words.desk.search)}</label>
        <input id="number" ref={input} type="search" autoComplete="off" spellcheck={false} />
        <button type="submit">{say(words.desk.open)}</button>
      </form>
      <Keys />
    </search>
  );
}
