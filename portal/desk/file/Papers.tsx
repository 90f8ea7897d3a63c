import { words } from "../../words/desk-file.ts";
import { say } from "../../words/say.ts";
import { EntryGroup } from "../Entry.tsx";
import type { Draft, Service } from "./filing.ts";

/** Which papers lie on the counter, and whether what may follow will. */
export function Papers(props: { service: Service; draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { service, draft, change } = props;
  if (service.documents.length === 0) return null;
  const others = (name: string) => draft.documents.filter((one) => one !== name);
  const isOutstanding = service.documents.some((one) => one.mayFollow && !draft.documents.includes(one.name));
  return (
    <>
      <EntryGroup id="papers" label={say(words.papers.title)} hint={say(words.papers.hint)} error={undefined}>
        <div class="Entry-options">
          {service.documents.map(({ name, title, isNeeded, mayFollow }) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={draft.documents.includes(name)}
                onChange={(event) =>
                  change({ documents: event.currentTarget.checked ? [...others(name), name] : others(name) })
                }
              />
              {say(title)}
              {isNeeded && <span class="Chip">{say(words.papers.needed)}</span>}
              {mayFollow && <span class="Chip">{say(words.papers.mayFollow)}</span>}
            </label>
          ))}
        </div>
      </EntryGroup>
      {isOutstanding && (
        <div class="Entry-options">
          <label>
            <input
              type="checkbox"
              checked={draft.promised}
              onChange={(event) => change({ promised: event.currentTarget.checked })}
            />
            {say(words.papers.promise)}
          </label>
        </div>
      )}
    </>
  );
}
