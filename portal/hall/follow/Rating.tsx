import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { Failed } from "../../parts/Failed.tsx";
import { rateBy, words } from "../../words/follow.ts";
import { lastDay } from "../../words/lastDay.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day } from "../../words/time.ts";
import { RateDocument, type RatingLevel } from "../operations.ts";
import type { Part } from "./reading.ts";
import { useSending } from "./sending.ts";

const LEVELS: readonly RatingLevel[] = [
  "VERY_SATISFIED",
  "SATISFIED",
  "BASICALLY_SATISFIED",
  "DISSATISFIED",
  "VERY_DISSATISFIED",
];

const LONGEST = 500;

/** How it was, once it is over: one press, once; another lets it be (好差评). */
export function Rating({ of, changed }: Part) {
  const [comment, setComment] = useState("");
  const [isSkipped, setSkipped] = useState(false);
  const { send, failure, isBusy } = useSending();
  const given = of.rating?.given?.find(({ step }) => step === null);
  if (given)
    return (
      <p id="rate">
        {say(words.rated)}: {sayWord(sets.RatingLevel, given.level)} {given.comment}
      </p>
    );
  if (!of.rating?.wholeMatter || isSkipped) return null;
  const rate = async (level: RatingLevel): Promise<void> => {
    const input = { caseId: of.id, level, ...(comment.trim() && { comment: comment.trim() }) };
    const outcome = await send(input, (idempotencyKey) =>
      act(RateDocument, { input: { ...input, idempotencyKey } }, (it) => it.rate),
    );
    if (outcome?.ok) await changed(outcome.value);
  };
  return (
    <section aria-labelledby="rate">
      <h2 id="rate">{say(words.rate)}</h2>
      {of.rating.invitedUntil && <p>{tell(rateBy, day(lastDay(of.rating.invitedUntil)))}</p>}
      <label for="comment">{say(words.comment)}</label>
      <textarea
        id="comment"
        maxLength={LONGEST}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <div class="Follow-levels">
        {LEVELS.map((level) => (
          <button key={level} type="button" aria-disabled={isBusy} onClick={() => void rate(level)}>
            {sayWord(sets.RatingLevel, level)}
          </button>
        ))}
        <button type="button" class="quiet" onClick={() => setSkipped(true)}>
          {say(words.skip)}
        </button>
      </div>
      {failure && <Failed failure={failure} />}
    </section>
  );
}
