import type { ComponentChildren } from "preact";
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

/** How it was, once it is over: one press, once; another lets it be (好差评). Each step can be rated by itself before. */
export function Rating(part: Part) {
  const [isSkipped, setSkipped] = useState(false);
  const { rating } = part.of;
  const given = rating?.given?.find(({ step }) => step === null);
  return (
    <>
      {given && (
        <p id="rate">
          {say(words.rated)}: {sayWord(sets.RatingLevel, given.level)} {given.comment}
        </p>
      )}
      {!given && rating?.wholeMatter && !isSkipped && (
        <section aria-labelledby="rate">
          <h2 id="rate">{say(words.rate)}</h2>
          {rating.invitedUntil && <p>{tell(rateBy, day(lastDay(rating.invitedUntil)))}</p>}
          <Levels {...part} step={null}>
            <button type="button" class="quiet" onClick={() => setSkipped(true)}>
              {say(words.skip)}
            </button>
          </Levels>
        </section>
      )}
      <Steps {...part} />
    </>
  );
}

/** What officers did, each with how it was or how to say so. */
function Steps(part: Part) {
  const { rating, timeline } = part.of;
  const given = (rating?.given ?? []).filter(({ step }) => step !== null);
  const steps = rating?.steps ?? [];
  if (given.length + steps.length === 0) return null;
  return (
    <details>
      <summary>
        <h2>{say(words.rateSteps)}</h2>
      </summary>
      {given.map(({ step, level, comment }) => (
        <p key={step}>
          {timeline?.nodes.find(({ revision }) => revision === step)?.title}: {sayWord(sets.RatingLevel, level)}{" "}
          {comment}
        </p>
      ))}
      {steps.map(({ step, title }) => (
        <section key={step} aria-labelledby={`rate-${step}`}>
          <h3 id={`rate-${step}`}>{title}</h3>
          <Levels {...part} step={step} />
        </section>
      ))}
    </details>
  );
}

/** A word, if one likes, and how content one is: the press sends both. */
function Levels(props: Part & { step: number | null; children?: ComponentChildren }) {
  const { of, changed, step } = props;
  const [comment, setComment] = useState("");
  const { send, failure, isBusy } = useSending();
  const rate = async (level: RatingLevel): Promise<void> => {
    const input = {
      caseId: of.id,
      level,
      ...(step !== null && { step }),
      ...(comment.trim() && { comment: comment.trim() }),
    };
    const outcome = await send(input, (idempotencyKey) =>
      act(RateDocument, { input: { ...input, idempotencyKey } }, (it) => it.rate),
    );
    if (outcome?.ok) await changed(outcome.value);
  };
  const id = `comment-${step ?? "whole"}`;
  return (
    <>
      <label for={id}>{say(words.comment)}</label>
      <textarea
        id={id}
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
        {props.children}
      </div>
      {failure && <Failed failure={failure} />}
    </>
  );
}
