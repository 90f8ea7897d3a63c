import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk-supervision.ts";
import { say, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { Entry } from "../Entry.tsx";
import { OpenSupervisionDocument, type SupervisionLevel } from "../operations.ts";
import { Reasoned } from "../Reasoned.tsx";
import type { Found } from "./reading.ts";

/** The supervision matters about a case, and a new one for whoever may open it. */
export function Supervision(props: {
  found: Found;
  /** How many there are that this officer may know of. */
  matters: number;
  read: (position: string | null) => Promise<void>;
}) {
  const { found, matters } = props;
  if (matters === 0 && !found.supervisable) return null;
  const all = new URLSearchParams({ case: found.number ?? "", all: "yes" });
  return (
    <section aria-labelledby="supervision">
      <h2 id="supervision">{say(words.matter.title)}</h2>
      <p>
        {matters > 0 ? (
          <Link to={`/desk/supervision?${all}`}>{tell(tellings.matters, matters)}</Link>
        ) : (
          say(words.matter.none)
        )}
      </p>
      {found.supervisable && <Open {...props} />}
    </section>
  );
}

function Open(props: { found: Found; read: (position: string | null) => Promise<void> }) {
  const [level, setLevel] = useState<SupervisionLevel>("HEAD");
  const input = (text: string) => ({ caseId: props.found.id, level, text });
  return (
    <Reasoned
      id="supervise-text"
      title={say(words.matter.openOne)}
      label={say(words.matter.todo)}
      send={(text) => act(OpenSupervisionDocument, { input: input(text) }, (answer) => answer.openSupervision)}
      read={props.read}
    >
      <Entry id="supervise-level" label={say(words.matter.level)} error={undefined}>
        {(described) => (
          <select
            {...described}
            value={level}
            onChange={(event) => setLevel(event.currentTarget.value === "SUPERIOR" ? "SUPERIOR" : "HEAD")}
          >
            <option value="HEAD">{say(sets.SupervisionLevel.HEAD)}</option>
            <option value="SUPERIOR">{say(sets.SupervisionLevel.SUPERIOR)}</option>
          </select>
        )}
      </Entry>
    </Reasoned>
  );
}
