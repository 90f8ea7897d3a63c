import { useState } from "preact/hooks";
import { request } from "../../api/client.ts";
import { accepted, type Failure } from "../../api/failure.ts";
import { who } from "../../api/session.ts";
import { Failed } from "../../parts/Failed.tsx";
import { words } from "../../words/follow.ts";
import { say, sayWord } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { SendMessageDocument } from "../operations.ts";
import type { Case } from "./Follow.tsx";

/** The conversation in a case. What is typed stays until it was sent. */
export function Messages(props: { of: Case; changed: (position: string | null | undefined) => void }) {
  const { of } = props;
  const [text, setText] = useState("");
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!who.value) return null;
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return;
    // A second try is the same message.
    const outcome = await request(SendMessageDocument, { input: { caseId: of.id, text, idempotencyKey: key } });
    const told = outcome.ok ? accepted(outcome.value.sendMessage) : outcome;
    setFailure(told.ok ? null : told.failure);
    if (!told.ok) return;
    setText("");
    setKey(crypto.randomUUID());
    props.changed(told.value.position);
  };
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">{say(words.messages)}</h2>
      <ol class="Follow-events">
        {(of.messages?.nodes ?? []).map((message) => (
          <li key={message.revision}>
            <p>{message.text}</p>
            <span class="Follow-soft">
              {message.department?.title ?? sayWord(sets.MessageSide, message.from)} · {moment(message.at)}
            </span>
          </li>
        ))}
      </ol>
      <form onSubmit={(event) => void send(event)}>
        <label for="message">{say(words.write)}</label>
        <textarea id="message" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        {failure && <Failed failure={failure} />}
        <button type="submit">{say(words.send)}</button>
      </form>
    </section>
  );
}
