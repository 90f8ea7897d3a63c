import "./Overview.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { who } from "../api/session.ts";
import { Failed } from "../parts/Failed.tsx";
import { words } from "../words/board.ts";
import { language, say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { FullScreen } from "./FullScreen.tsx";
import { follow } from "./figures/follow.ts";
import { serviceNames } from "./figures/names.ts";
import { Tiles } from "./figures/Tiles.tsx";
import { Groups } from "./groups/Groups.tsx";
import { Risks } from "./risks/Risks.tsx";

/** The whole board: figures first, then what they consist of, then what needs somebody now. */
export function Overview() {
  const board = useRef<HTMLDivElement>(null);
  const followed = useMemo(follow, [language.value, who.value]);
  useEffect(() => followed.stop, [followed]);
  const names = useNames();
  const figures = followed.figures.value;
  const failure = followed.failure.value;
  return (
    <div class="Overview" ref={board}>
      <div class="Overview-head">
        <h1>{say(words.board.title)}</h1>
        <p role="status" class={followed.isLive.value ? "Overview-live" : "Overview-broken"}>
          {say(followed.isLive.value ? words.board.live : words.board.notLive)}
        </p>
        <FullScreen of={board} />
      </div>
      <p class="Overview-scope">{say(words.board.scope)}</p>
      {failure && <Failed failure={failure} again={() => void followed.read()} />}
      {!figures && !failure && (
        <p class="Loading" role="status">
          {say(shared.loading)}
        </p>
      )}
      {figures && (
        <>
          <Tiles figures={figures} isLive={followed.isLive.value} />
          <Groups figures={figures} names={names} />
          <Risks />
        </>
      )}
    </div>
  );
}

/** The services' names in the reader's language; none until they have come. */
function useNames(): ReadonlyMap<string, string> {
  const names = useSignal<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let isLast = true;
    void serviceNames().then((read) => {
      if (isLast) names.value = read;
    });
    return () => {
      isLast = false;
    };
  }, [language.value]);
  return names.value;
}
