import { useState } from "preact/hooks";
import { signIn } from "../api/session.ts";
import { go } from "../route/route.ts";
import { words } from "../words/partners.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";

/** A partner's engineer shows a key of their system. It is kept as long as the tab is open. */
export function ByKey(props: { to: string }) {
  const [key, setKey] = useState("");
  const enter = (event: Event) => {
    event.preventDefault();
    if (key.trim() === "") return;
    signIn({ token: key.trim(), name: say(words.byKey) });
    go(props.to);
  };
  return (
    <form onSubmit={enter}>
      <h2>{say(words.byKey)}</h2>
      <label for="key">{say(words.key)}</label>
      <p id="key-hint" class="Field-hint">
        {say(words.keyHint)}
      </p>
      <p>
        <input
          id="key"
          type="password"
          autoComplete="off"
          aria-describedby="key-hint"
          value={key}
          onInput={(event) => setKey(event.currentTarget.value)}
        />
      </p>
      <button type="submit">{say(shared.signIn)}</button>
    </form>
  );
}
