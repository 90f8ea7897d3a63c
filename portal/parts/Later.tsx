import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isOnline } from "../api/line.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Failed } from "./Failed.tsx";

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
    setMissing(false);
    load().then(
      (come) => isLast && setPart(come),
      () => isLast && setMissing(true),
    );
    return () => {
      isLast = false;
    };
  }, [load, time]);
  // What did not come without a line is asked for again when the line is back.
  useEffect(() => {
    if (isMissing && isOnline.value) setTime(time + 1);
  }, [isOnline.value]);
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
