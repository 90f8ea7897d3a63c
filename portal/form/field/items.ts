/** The items of a list as they are shown: each keeps its controls when others go, and the focus goes along. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Act {
  readonly kind: "added" | "removed";
  readonly index: number;
}

export function useItems(count: number) {
  const place = useRef<HTMLDivElement>(null);
  const known = useRef<{ keys: number[]; next: number }>({ keys: [], next: 0 });
  const [last, setLast] = useState<Act | null>(null);
  const { keys } = known.current;
  while (keys.length < count) keys.push(known.current.next++);
  keys.length = count;
  useLayoutEffect(() => {
    if (last) follow(place.current, last);
  }, [last]);
  const act = (done: Act) => {
    if (done.kind === "removed") keys.splice(done.index, 1);
    setLast(done);
  };
  return { keys, place, done: last?.kind, act };
}

/** To the first control of what was added; to the list when something was removed. */
function follow(list: HTMLElement | null, { kind, index }: Act): void {
  if (kind === "removed") list?.focus();
  else
    list?.querySelectorAll(":scope > fieldset")[index]?.querySelector<HTMLElement>("input, select, textarea")?.focus();
}
