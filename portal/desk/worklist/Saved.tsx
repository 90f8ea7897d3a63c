import { useState } from "preact/hooks";
import { Link } from "../../route/Link.tsx";
import { words } from "../../words/desk.ts";
import { say } from "../../words/say.ts";
import { Entry } from "../Entry.tsx";
import { type Look, pathOf } from "./looking.ts";
import { forgetLook, keepLook, looks } from "./saved.ts";

/** Filters that somebody keeps by a name of their own. Each is an address, so it opens anywhere. */
export function Saved(props: { look: Look }) {
  const [name, setName] = useState("");
  const [isMissing, setMissing] = useState(false);
  const here = pathOf({ ...props.look, trail: [] });
  const keep = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() === "") return document.getElementById("look-name")?.focus();
    keepLook({ name: name.trim(), path: here });
    setName("");
  };
  return (
    <details class="Folded Saved">
      <summary>{say(words.list.looks)}</summary>
      <ul>
        {looks.value.map((look) => (
          <li key={look.name}>
            <Link to={look.path} current={look.path === here}>
              {look.name}
            </Link>
            <button type="button" class="quiet" onClick={() => forgetLook(look.name)}>
              {say(words.list.lookRemove)}
              <span class="visually-hidden"> {look.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <form noValidate onSubmit={keep}>
        <Entry
          id="look-name"
          label={say(words.list.lookName)}
          hint={say(words.list.lookHint)}
          error={isMissing ? say(words.list.lookNeeded) : undefined}
        >
          {(described) => (
            <input
              {...described}
              type="text"
              autoComplete="off"
              maxLength={40}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Entry>
        <button type="submit" class="quiet">
          {say(words.list.lookKeep)}
        </button>
      </form>
    </details>
  );
}
