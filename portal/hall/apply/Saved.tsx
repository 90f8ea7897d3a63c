import { useState } from "preact/hooks";
import { DRAFT_DAYS, type Draft } from "../../form/draft.ts";
import { takeBack } from "../../offline/post.ts";
import { go } from "../../route/route.ts";
import { apply, keptUntil, saved } from "../../words/apply.ts";
import { say, tell } from "../../words/say.ts";
import { day, ownMinute } from "../../words/time.ts";
import type { Kept } from "./kept.ts";
import { addressOf } from "./steps.ts";

/** What the device keeps, since when and until when, and the way to begin anew. */
export function Saved(props: { draft: Draft; kept: Kept; service: string }) {
  const { draft, kept } = props;
  const [isAsking, setAsking] = useState(false);
  if (!kept.isKept.value)
    return (
      <p class="Saved" role="status">
        {say(apply.notKept)}
      </p>
    );
  const clear = async () => {
    setAsking(false);
    await takeBack(draft.key);
    await kept.forget();
    go(addressOf(props.service, ""), "replace");
  };
  return (
    <div class="Saved">
      <p role="status">{draft.savedAt === 0 ? say(apply.kept) : tell(saved, ownMinute(draft.savedAt))}</p>
      {draft.savedAt > 0 && (
        <>
          <p>{tell(keptUntil, day(new Date(draft.savedAt + DRAFT_DAYS * 86_400_000).toISOString()))}</p>
          {isAsking ? (
            <p role="alert">
              {say(apply.startAgainSure)}
              <button type="button" onClick={() => void clear()}>
                {say(apply.startAgainYes)}
              </button>
              <button type="button" class="quiet" onClick={() => setAsking(false)}>
                {say(apply.startAgainNo)}
              </button>
            </p>
          ) : (
            <button type="button" class="quiet" onClick={() => setAsking(true)}>
              {say(apply.startAgain)}
            </button>
          )}
        </>
      )}
    </div>
  );
}
