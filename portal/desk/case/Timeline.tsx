import { request } from "../../api/client.ts";
import { useLater } from "../../api/later.ts";
import { Answers } from "../../form/Answer.tsx";
import { formOf } from "../../form/profile.ts";
import { Failed } from "../../parts/Failed.tsx";
import { tellings, words } from "../../words/desk-case.ts";
import { events } from "../../words/events.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { actors, sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { type HappenedFragment, LaterTimelineDocument } from "../operations.ts";
import { type Found, hiddenOf } from "./reading.ts";

/** What happened, oldest first. */
export function Timeline(props: { found: Found }) {
  const { found } = props;
  const { items, isMore, failure, more } = useLater(found.timeline, async (after) => {
    const outcome = await request(LaterTimelineDocument, { number: found.number ?? "", after });
    return outcome.ok ? { ok: true, value: outcome.value.case?.timeline } : outcome;
  });
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{say(words.timeline.title)}</h2>
      <ol class="Timeline">
        {items.map((happened) => (
          <li key={happened.id}>
            <Happened happened={happened} found={found} />
          </li>
        ))}
      </ol>
      {failure && <Failed failure={failure} />}
      {isMore && (
        <button type="button" class="quiet" onClick={() => void more()}>
          {say(words.timeline.more)}
        </button>
      )}
    </section>
  );
}

function Happened(props: { happened: HappenedFragment; found: Found }) {
  const { happened, found } = props;
  const module = found.serviceModule;
  const state = module?.states?.find(({ name }) => name === happened.state)?.title ?? happened.state;
  const basis =
    module?.guide?.legalBasis?.find(({ name }) => name === happened.legalBasis)?.text ?? happened.legalBasis;
  const fields = formOf(module?.actions?.find(({ name }) => name === happened.action)?.fields);
  return (
    <>
      <p>
        <strong>{happened.title ?? sayWord(events, happened.type)}</strong>
        {state && <span class="Chip">{tell(tellings.to, state)}</span>}
      </p>
      <p class="CasePage-soft">
        {moment(happened.effectiveAt)} · <By happened={happened} />
        {happened.channel && happened.channel !== "ONLINE" && ` · ${sayWord(sets.Channel, happened.channel)}`}
      </p>
      {happened.officer && <p>{tell(tellings.named, say(actors.OFFICER), happened.officer)}</p>}
      {happened.department && <p>{happened.department.title}</p>}
      {basis && <p>{tell(tellings.named, say(words.timeline.basis), basis)}</p>}
      {happened.reason && <p>{tell(tellings.named, say(words.timeline.reason), happened.reason)}</p>}
      <Answers
        class="Answers"
        schemas={fields ? [fields.schema] : []}
        value={happened.fieldsJson}
        at="/fields"
        hidden={hiddenOf(happened.redactions)}
      />
    </>
  );
}

function By(props: { happened: HappenedFragment }) {
  const { by } = props.happened;
  const parts = [sayWord(actors, by?.kind), by?.department?.title, by?.kind === "CITY" ? null : by?.subject];
  return <>{parts.filter(Boolean).join(" ")}</>;
}
