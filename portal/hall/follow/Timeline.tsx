import { request } from "../../api/client.ts";
import { useLater } from "../../api/later.ts";
import { Failed } from "../../parts/Failed.tsx";
import { events } from "../../words/events.ts";
import { standingTellings, words } from "../../words/follow.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { actors, sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { LaterTimelineDocument } from "../operations.ts";
import type { Case } from "./reading.ts";

type Entry = NonNullable<Case["timeline"]>["nodes"][number];

/** What happened, oldest first: each with its time and who did it. */
export function Timeline({ of }: { of: Case }) {
  const states = of.serviceModule?.states ?? [];
  const bases = of.serviceModule?.guide?.legalBasis ?? [];
  const { items, isMore, failure, more } = useLater(of.timeline, async (after) => {
    const outcome = await request(LaterTimelineDocument, { number: of.number ?? "", after });
    return outcome.ok ? { ok: true, value: outcome.value.case?.timeline } : outcome;
  });
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{say(words.timeline)}</h2>
      <ol class="Follow-events">
        {items.map((entry) => (
          <li key={entry.id}>
            <strong>{entry.title ?? sayWord(events, entry.type)}</strong>{" "}
            {entry.state && <span class="Chip">{states.find(({ name }) => name === entry.state)?.title}</span>}
            <p class="Follow-soft">
              {[moment(entry.effectiveAt), byOf(entry), wayOf(entry)].filter(Boolean).join(" · ")}
            </p>
            {entry.department && <p>{tell(standingTellings.goesTo, entry.department.title ?? "")}</p>}
            {entry.legalBasis && <p>{bases.find(({ name }) => name === entry.legalBasis)?.text ?? entry.legalBasis}</p>}
            {entry.reason && <p>{entry.reason}</p>}
          </li>
        ))}
      </ol>
      {failure && <Failed failure={failure} />}
      {isMore && (
        <button type="button" class="quiet" onClick={() => void more()}>
          {say(words.more)}
        </button>
      )}
    </section>
  );
}

/** The office, or who it was where it was none. */
function byOf({ by }: Entry): string {
  return by?.department?.title ?? sayWord(actors, by?.kind);
}

function wayOf({ channel }: Entry): string {
  return channel && channel !== "ONLINE" && channel !== "TIMER" ? sayWord(sets.Channel, channel) : "";
}
