/** Another's changes, as they happen. */

import { useEffect } from "preact/hooks";
import type { Operation } from "./client.ts";
import { watch } from "./watch.ts";

/** Follows a subscription while the screen is there, from the position of what it first showed, so that nothing between
 * the two is missed. `key` says when what is followed is another; `null` waits. */
export function useLive<Answer, Variables extends { after?: string | null | undefined }>(
  key: string,
  operation: Operation<Answer, Variables>,
  variables: Variables | null,
  positionOf: (answer: Answer) => string | undefined,
  heard: (answer: Answer) => void,
): void {
  useEffect(() => {
    if (!variables) return;
    const stop = new AbortController();
    const follow = async () => {
      for await (const answer of watch(operation, variables, positionOf, stop.signal)) heard(answer);
    };
    void follow();
    return () => stop.abort();
  }, [key, variables === null]);
}
