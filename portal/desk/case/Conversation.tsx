import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { request } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { useLater } from "../../api/later.ts";
import { Failed } from "../../parts/Failed.tsx";
import { tellings, words } from "../../words/desk-case.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { Entry } from "../Entry.tsx";
import { LaterMessagesDocument, ReadMessagesDocument, SendMessageDocument } from "../operations.ts";
import type { Found } from "./reading.ts";

/** What applicant and department wrote to each other. */
export function Conversation(props: { found: Found; read: (position: string | null) => Promise<void> }) {
  const { found } = props;
  const later = useLater(found.messages, async (after) => {
    const outcome = await request(LaterMessagesDocument, { number: found.number ?? "", after });
    return outcome.ok ? { ok: true, value: outcome.value.case?.messages } : outcome;
  });
  const messages = later.items;
  const unread = found.unread?.byDepartment ?? 0;
  const [failure, setFailure] = useState<Failure | null>(null);
  const wrong = failure ?? later.failure;
  const markRead = async (): Promise<void> => {
    const upTo = messages.findLast((message) => message.from === "APPLICANT")?.revision ?? 0;
    const input = { caseId: found.id, upTo };
    const outcome = await act(ReadMessagesDocument, { input }, (answer) => answer.readMessages);
    setFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok) await props.read(outcome.value);
  };
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">{say(words.messages.title)}</h2>
      {messages.length === 0 && <p class="CasePage-soft">{say(words.messages.none)}</p>}
      <ol class="Conversation">
        {messages.map((message) => (
          <li key={message.revision} data-from={message.from}>
            <p class="CasePage-soft">
              {sayWord(sets.MessageSide, message.from)}
              {message.from === "DEPARTMENT" && ` ${message.department?.title ?? ""}`} {moment(message.at)}
              {!message.readAt && ` · ${say(words.messages.unread)}`}
            </p>
            <p class="Conversation-text">
              {message.redaction
                ? tell(tellings.hidden, sayWord(sets.RedactionReason, message.redaction))
                : message.text}
            </p>
          </li>
        ))}
      </ol>
      {wrong && <Failed failure={wrong} />}
      {later.isMore && (
        <button type="button" class="quiet" onClick={() => void later.more()}>
          {say(words.messages.more)}
        </button>
      )}
      {unread > 0 && (
        <div class="Buttons">
          {tell(tellings.unread, unread)}
          <button type="button" class="quiet" onClick={() => void markRead()}>
            {say(words.messages.read)}
          </button>
        </div>
      )}
      {found.messages && <Write caseId={found.id} read={props.read} />}
    </section>
  );
}

function Write(props: { caseId: string; read: (position: string | null) => Promise<void> }) {
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [told, setTold] = useState<"sent" | "empty" | null>(null);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") {
      setTold("empty");
      document.getElementById("message")?.focus();
      return;
    }
    const input = { caseId: props.caseId, text: text.trim() };
    const outcome = await act(SendMessageDocument, { input }, (answer) => answer.sendMessage);
    setFailure(outcome.ok ? null : outcome.failure);
    setTold(outcome.ok ? "sent" : null);
    if (!outcome.ok) return;
    setText("");
    await props.read(outcome.value);
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      {failure && <Failed failure={failure} />}
      <Entry
        id="message"
        label={say(words.messages.write)}
        error={told === "empty" ? say(words.messages.empty) : undefined}
      >
        {(described) => (
          <textarea {...described} rows={3} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        )}
      </Entry>
      <div class="Buttons">
        <button type="submit">{say(words.messages.send)}</button>
        <span role="status">{told === "sent" ? say(words.messages.sent) : ""}</span>
      </div>
    </form>
  );
}
