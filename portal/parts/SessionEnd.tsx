import "./SessionEnd.css";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { canRenew, ends, followTheEnd, renew, signInBeside } from "../api/lasting.ts";
import { current, ended, type Session, signOut } from "../api/session.ts";
import { language, say, tell } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { endsAt, signingIn, staying } from "../words/sign-in.ts";

/** Asks in time whether somebody stays signed in, and says when they are no longer. */
export function SessionEnd(props: { signInAt: string; onLeave: () => void }) {
  useEffect(followTheEnd, []);
  if (ended.value) return <Over known={ended.value} signInAt={props.signInAt} />;
  return ends.value !== null && <Soon {...props} at={ends.value} />;
}

function Soon(props: { at: number; signInAt: string; onLeave: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const known = current();
  const time = new Date(props.at).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" });
  return (
    <dialog ref={dialog} class="SessionEnd" aria-labelledby="session-end" aria-describedby="session-end-text">
      <h2 id="session-end">{say(staying.title)}</h2>
      <p id="session-end-text">
        {tell(endsAt, time)} {say(staying.kept)}
      </p>
      {known && (
        <Stay known={known} signInAt={props.signInAt} text={say(staying.stay)}>
          <button type="button" class="quiet" onClick={props.onLeave}>
            {say(shared.signOut)}
          </button>
        </Stay>
      )}
    </dialog>
  );
}

function Over(props: { known: Session; signInAt: string }) {
  return (
    <section class="SessionEnd-over" aria-labelledby="session-over">
      <div role="alert">
        <h2 id="session-over">{say(staying.endedTitle)}</h2>
        <p>{say(staying.ended)}</p>
      </div>
      <Stay {...props} text={say(signingIn.again)}>
        <button type="button" class="quiet" onClick={signOut}>
          {say(staying.without)}
        </button>
      </Stay>
    </section>
  );
}

/** Stays signed in: at once where that is possible, else in another window. */
function Stay(props: { known: Session; signInAt: string; text: string; children: ComponentChildren }) {
  const [hasFailed, setFailed] = useState(false);
  const stay = async () => {
    if (canRenew(props.known) && !hasFailed) setFailed(!(await renew(props.known)));
    else signInBeside(props.known, props.signInAt);
  };
  return (
    <>
      {hasFailed && <p role="alert">{say(staying.failed)}</p>}
      <div class="SessionEnd-ways">
        <button type="button" onClick={() => void stay()}>
          {hasFailed ? say(signingIn.again) : props.text}
        </button>
        {props.children}
      </div>
    </>
  );
}
