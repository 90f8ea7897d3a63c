import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isOnline } from "../api/line.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Failed } from "./Failed.tsx";

/** How much later each further attempt is. */
const PAUSE_MS = 1_000;

/** A screen whose code comes when somebody goes there. `load` is the same function each time. */
export function Later<Part extends object>(props: {
  load: () => Promise<Part>;
  /** What stands there until it has come and where it cannot come, if that need not be said. */
  instead?: ComponentChildren;
  children: (part: Part) => ComponentChildren;
}) {
  const { load } = props;
  const [part, setPart] = useState<Part | null>(null);
  const [time, setTime] = useState(0);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let isLast = true;
    load().then(
      (come) => isLast && setPart(come),
      () => isLast && setMissing(true),
    );
    return () => {
      isLast = false;
    };
  }, [load, time]);
  // What did not come is asked for again where there is a line, each time a little later: a browser that says it is back
  // may be ahead of it.
  useEffect(() => {
    if (!isMissing || !isOnline.value) return;
    const timer = setTimeout(() => setTime(time + 1), PAUSE_MS * time);
    return () => clearTimeout(timer);
  }, [isMissing, isOnline.value, time]);
  if (part) return <>{props.children(part)}</>;
  if (props.instead) return <>{props.instead}</>;
  if (isMissing)
    return (
      <>
        <h1>{say(shared.notNow)}</h1>
        <Failed failure={{ kind: "offline" }} again={() => setTime(time + 1)} />
      </>
    );
  return (
    <p class="Loading" role="status">
      {say(shared.loading)}
    </p>
  );
}
