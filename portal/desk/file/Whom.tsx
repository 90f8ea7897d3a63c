import { words } from "../../words/desk-file.ts";
import { say } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { Entry, EntryGroup } from "../Entry.tsx";
import type { Draft, Service } from "./filing.ts";

/** For whom something is taken down, and how they came. */
export function Whom(props: {
  service: Service;
  draft: Draft;
  error: string | undefined;
  change: (part: Partial<Draft>) => void;
}) {
  const { service, draft, change } = props;
  return (
    <>
      <h2>{say(words.whom.title)}</h2>
      <Choice
        id="whom-channel"
        label={say(words.whom.channel)}
        options={service.channels.map((channel) => [channel, say(sets.Channel[channel])])}
        value={draft.channel}
        onChoose={(channel) => change({ channel })}
      />
      <Choice
        id="whom-kind"
        label={say(words.whom.kind)}
        options={service.kinds.map((kind) => [kind, say(sets.ApplicantKind[kind])])}
        value={draft.kind}
        onChoose={(kind) => change({ kind })}
      />
      {draft.kind !== "ANONYMOUS" && (
        <Entry
          id="whom-person"
          label={say(draft.kind === "COMPANY" ? words.whom.company : words.whom.person)}
          hint={say(words.whom.hint)}
          error={props.error}
        >
          {(described) => (
            <input
              {...described}
              type="text"
              autoComplete="off"
              spellcheck={false}
              maxLength={40}
              value={draft.person}
              onInput={(event) => change({ person: event.currentTarget.value })}
            />
          )}
        </Entry>
      )}
    </>
  );
}

/** Where there is one possibility, nothing is asked. */
function Choice<Value extends string>(props: {
  id: string;
  label: string;
  options: ReadonlyArray<readonly [value: Value, title: string]>;
  value: Value;
  onChoose: (value: Value) => void;
}) {
  if (props.options.length < 2) return null;
  return (
    <EntryGroup id={props.id} label={props.label} error={undefined}>
      <div class="Entry-options">
        {props.options.map(([value, title]) => (
          <label key={value}>
            <input
              type="radio"
              name={props.id}
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            {title}
          </label>
        ))}
      </div>
    </EntryGroup>
  );
}
