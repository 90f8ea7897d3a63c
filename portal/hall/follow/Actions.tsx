import { useRef, useState } from "preact/hooks";
import { doneTelling, words } from "../../words/follow.ts";
import { say, tell } from "../../words/say.ts";
import { ActionForm } from "./ActionForm.tsx";
import { Asked } from "./Asked.tsx";
import { type Demands, type Draft, demandsOf, EMPTY } from "./demands.ts";
import type { Part } from "./reading.ts";

/** Exactly what the city says that this reader may do now. What was begun stays, even where it became impossible. */
export function Actions({ of, changed }: Part) {
  const demands = (of.availableActions ?? []).map((action) => demandsOf(action, of));
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
    await changed(position);
    setDrafts(({ [action.name]: _, ...others }) => others);
    end(action.title);
  };
  if (demands.length === 0 && !now && !done) return null;
  return (
    <section aria-labelledby="acts">
      <h2 id="acts" ref={head} tabIndex={-1}>
        {say(words.acts)}
      </h2>
      <p role="status">{done && tell(doneTelling, done)}</p>
      <Asked of={of} />
      <div class="Follow-buttons">
        {demands.map((action) => (
          <button
            key={action.name}
            type="button"
            class={action.effect === "answerSupplement" ? undefined : "quiet"}
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
          of={of}
          demands={now}
          draft={drafts[now.name] ?? EMPTY}
          isAvailable={demands.includes(now)}
          onDraft={(draft) => setDrafts({ ...drafts, [now.name]: draft })}
          onDone={(position) => void finish(now, position)}
          onStale={() => void changed(null)}
          onCancel={() => end("")}
        />
      )}
    </section>
  );
}
