import { useRef, useState } from "preact/hooks";
import { tellings, words } from "../../words/desk-case.ts";
import { say, tell } from "../../words/say.ts";
import { ActionForm } from "./ActionForm.tsx";
import type { Department } from "./Demanded.tsx";
import { type Demands, type Draft, demandsOf, draftOf } from "./demands.ts";
import type { Found } from "./reading.ts";

/** Exactly what the city says that this officer may do now. What was begun stays, even where it became impossible. */
export function Actions(props: {
  found: Found;
  departments: readonly Department[];
  read: (position: string | null) => Promise<void>;
}) {
  const { found, read } = props;
  const demands = (found.availableActions ?? []).map((action) => demandsOf(action, found.form?.schema));
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
      <div class="Buttons">
        {demands.map((action) => (
          <button
            key={action.name}
            type="button"
            class="quiet"
            aria-expanded={now?.name === action.name}
            onClick={() => setBegun(action)}
          >
            {action.title}
          </button>
        ))}
      </div>
      {now && (
        <ActionForm
          key={now.name}
          found={found}
          departments={props.departments}
          demands={now}
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
