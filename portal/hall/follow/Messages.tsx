import { useEffect, useRef, useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { who } from "../../api/session.ts";
import type { Entry } from "../../offline/outbox.ts";
import { dismiss, entries, takeBack } from "../../offline/post.ts";
import { Failed } from "../../parts/Failed.tsx";
import { words } from "../../words/follow.ts";
import { offline } from "../../words/offline.ts";
import { say, sayWord } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { HaveReadDocument } from "../operations.ts";
import type { Case, Part } from "./reading.ts";
import { parseWritten, postMessage } from "./send.ts";

/** The conversation in a case. What is typed is posted at once and shown until it has arrived. */
export function Messages(props: Part & { owner: string }) {
  const { of, owner } = props;
  const [text, setText] = useState("");
  const path = `/cases/${encodeURIComponent(of.number ?? "")}`;
  const posted = entries.value.filter(({ at }) => at === path);
  const list = useRead(of, props.changed);
  useArrived(posted, props.changed);
  if (!who.value) return null;
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return;
    setText("");
    await postMessage(owner, path, of.id, text);
  };
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">{say(words.messages)}</h2>
      <ol class="Follow-events" ref={list}>
        {(of.messages?.nodes ?? []).map((message) => (
          <li key={message.revision}>
            <p>{message.text ?? sayWord(sets.RedactionReason, message.redaction)}</p>
            <p class="Follow-soft">
              {message.department?.title ?? sayWord(sets.MessageSide, message.from)} · {moment(message.at)}
              {message.from === "APPLICANT" && message.readAt && ` · ${say(words.wasRead)}`}
            </p>
          </li>
        ))}
        {posted
          .filter(({ state }) => state.kind !== "sent")
          .map((entry) => (
            <Posted key={entry.key} entry={entry} again={setText} />
          ))}
      </ol>
      <form onSubmit={(event) => void send(event)}>
        <label for="message">{say(words.write)}</label>
        <textarea id="message" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit">{say(words.send)}</button>
      </form>
    </section>
  );
}

/** What arrived is read with the case. */
function useArrived(posted: readonly Entry[], changed: Part["changed"]): void {
  const arrived = posted.filter(({ state }) => state.kind === "sent");
  useEffect(() => {
    for (const { key, state } of arrived) {
      if (state.kind === "sent") void changed(new URLSearchParams(state.receipt.split("?")[1]).get("at"));
      void dismiss(key);
    }
  }, [arrived.map(({ key }) => key).join()]);
}

/** A message that has not arrived. What cannot arrive as it is goes back to where it was written. */
function Posted(props: { entry: Entry; again: (text: string) => void }) {
  const { key, content, state } = props.entry;
  const { text } = parseWritten(content).input;
  const back = async () => {
    await takeBack(key);
    props.again(text);
  };
  return (
    <li>
      <p>{text}</p>
      <span class="Chip">{say(offline[state.kind])}</span>
      {state.kind === "needsYou" && <Failed failure={state.why} again={() => void back()} />}
    </li>
  );
}

/** What the department wrote counts as read once it was on the screen. */
function useRead(of: Case, changed: Part["changed"]) {
  const list = useRef<HTMLOListElement>(null);
  const isNew = (of.unread?.byApplicant ?? 0) > 0;
  const upTo = (of.messages?.nodes ?? []).at(-1)?.revision ?? null;
  useEffect(() => {
    const seen = list.current?.lastElementChild;
    if (!isNew || upTo === null || !seen) return;
    const observer = new IntersectionObserver(async (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      const read = await act(HaveReadDocument, { input: { caseId: of.id, upTo } }, (it) => it.readMessages);
      if (read.ok) await changed(read.value);
    });
    observer.observe(seen);
    return () => observer.disconnect();
  }, [isNew, upTo]);
  return list;
}
