import { useRef, useState } from "preact/hooks";
import { tellings, words } from "../../words/desk-case.ts";
import { say, tell } from "../../words/say.ts";
import type { Channel } from "../operations.ts";
import { ActionForm } from "./ActionForm.tsx";
import type { Department } from "./Demanded.tsx";
import { type Demands, type Draft, demandsOf, draftOf } from "./demands.ts";
import type { Found } from "./reading.ts";

/** Exactly what the city says that this officer may do now. What was begun stays, even where it became impossible. */
export function Actions(props: {
  found: Found;
  departments: readonly Department[];
  way: { readonly channel?: Channel };
  read: (position: string | null) => Promise<void>;
}) {
  const { found, read } = props;
  const demands = (found.availableActions ?? []).map((action) =>
    demandsOf(action, found.form?.schema, found.answersJson),
  );
  const [begun, setBegun] = useState<Demands | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const [done, setDone] = useState("");
  const head = useRef<HTMLHeadingElement>(null);
  const now = demands.find(({ name }) => name === begun?.name) ?? begun;
  const end = (title: string) => {
    setBegun(null);
    setDone(title);
    head.current?.focus();
  };
  const finish = async (action: Demands, position: string | null): Promise<void> => {
    end(action.title);
    setDrafts(({ [action.name]: _, ...others }) => others);
    await read(position);
  };
  return (
    <section aria-labelledby="acts" class="Actions">
      <h2 id="acts" ref={head} tabIndex={-1}>
        {say(words.acts.title)}
      </h2>
      <p role="status">{done && tell(tellings.done, done)}</p>
      {demands.length === 0 && !now && <p>{say(words.acts.none)}</p>}
      <Offered demands={demands} begun={now?.name} begin={setBegun} />
      {now && (
        <ActionForm
          key={now.name}
          found={found}
          departments={props.departments}
          demands={now}
          way={props.way}
          draft={drafts[now.name] ?? draftOf(now)}
          isAvailable={demands.includes(now)}
          onDraft={(draft) => setDrafts({ ...drafts, [now.name]: draft })}
          onDone={(position) => void finish(now, position)}
          onStale={() => void read(null)}
          onCancel={() => end("")}
        />
      )}
    </section>
  );
}

function Offered(props: { demands: readonly Demands[]; begun: string | undefined; begin: (action: Demands) => void }) {
  return (
    <div class="Buttons">
      {props.demands.map((action) => (
        <button
          key={action.name}
          type="button"
          class="quiet"
          aria-expanded={props.begun === action.name}
          onClick={() => props.begin(action)}
        >
          {action.title}
        </button>
      ))}
    </div>
  );
}
