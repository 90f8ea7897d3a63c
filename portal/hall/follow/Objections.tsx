import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { words } from "../../words/follow.ts";
import { say } from "../../words/say.ts";
import { moment } from "../../words/time.ts";
import { ObjectDocument } from "../operations.ts";
import { Compose } from "./Compose.tsx";
import type { Part } from "./reading.ts";

const LONGEST = 2000;

/** What was said against a public notice and what came of it; who may object, does it here. */
export function Objections({ of, changed, mayObject }: Part & { mayObject: boolean }) {
  const [isDone, setDone] = useState(false);
  const all = of.objections ?? [];
  if (all.length === 0 && !mayObject && !isDone) return null;
  return (
    <section aria-labelledby="objections">
      <h2 id="objections">{say(words.objections)}</h2>
      <ul>
        {all.map(({ number, raisedAt, upheld }) => (
          <li key={number}>
            {moment(raisedAt)}: {say(upheld === null ? words.objectionOpen : upheld ? words.upheld : words.dismissed)}
          </li>
        ))}
      </ul>
      <p role="status">{isDone && say(words.objected)}</p>
      {mayObject && !isDone && (
        <>
          <p>{say(words.objectHint)}</p>
          <Compose
            id="objection"
            label={say(words.objectWhy)}
            button={say(words.object)}
            longest={LONGEST}
            send={(reason, idempotencyKey) =>
              act(ObjectDocument, { input: { caseId: of.id, reason, idempotencyKey } }, (it) => it.raiseObjection)
            }
            sent={(position) => {
              setDone(true);
              void changed(position);
            }}
          />
        </>
      )}
    </section>
  );
}
