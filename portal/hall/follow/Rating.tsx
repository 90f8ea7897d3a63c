import { useState } from "preact/hooks";
import { request } from "../../api/client.ts";
import { accepted, type Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { rateBy, words } from "../../words/follow.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day } from "../../words/time.ts";
import { RateDocument, type RatingLevel } from "../operations.ts";
import type { Case } from "./Follow.tsx";

const LEVELS: readonly RatingLevel[] = [
  "VERY_SATISFIED",
  "SATISFIED",
  "BASICALLY_SATISFIED",
  "DISSATISFIED",
  "VERY_DISSATISFIED",
];

/** How it was, once it is over; one press, once (好差评). */
export function Rating(props: { of: Case; changed: (position: string | null | undefined) => void }) {
  const { rating, id } = props.of;
  const [failure, setFailure] = useState<Failure | null>(null);
  const given = rating?.given?.[0];
  if (given)
    return (
      <p>
        {say(words.rated)}: {sayWord(sets.RatingLevel, given.level)}
      </p>
    );
  if (!rating?.invitedUntil) return null;
  const rate = async (level: RatingLevel): Promise<void> => {
    const outcome = await request(RateDocument, { input: { caseId: id, level } });
    const told = outcome.ok ? accepted(outcome.value.rate) : outcome;
    setFailure(told.ok ? null : told.failure);
    if (told.ok) props.changed(told.value.position);
  };
  return (
    <section aria-labelledby="rate">
      <h2 id="rate">{say(words.rate)}</h2>
      <p>{tell(rateBy, day(rating.invitedUntil))}</p>
      <div class="Follow-levels">
        {LEVELS.map((level) => (
          <button key={level} type="button" class="quiet" onClick={() => void rate(level)}>
            {sayWord(sets.RatingLevel, level)}
          </button>
        ))}
      </div>
      {failure && <Failed failure={failure} />}
    </section>
  );
}
