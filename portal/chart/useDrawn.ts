/** Draws in a place what a table says, when the library has come: after the numbers. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Drawn } from "./place.ts";

/** What a chart's own file offers. */
export interface Library<Data> {
  draw(place: HTMLElement, first: Data): Drawn<Data>;
}

export function useDrawn<Data>(
  place: RefObject<HTMLDivElement | null>,
  data: Data,
  load: () => Promise<Library<Data>>,
  onMissing: () => void,
): void {
  const drawn = useRef<Drawn<Data> | null>(null);
  // The library may come after the data have changed.
  const newest = useRef(data);
  newest.current = data;
  useEffect(() => {
    let isThere = true;
    const begin = async () => {
      const library = await load().catch(() => null);
      if (!isThere) return;
      if (!library) onMissing();
      else if (place.current) drawn.current = library.draw(place.current, newest.current);
      drawn.current?.draw(newest.current);
    };
    void begin();
    return () => {
      isThere = false;
      drawn.current?.stop();
      drawn.current = null;
    };
  }, []);
  useEffect(() => drawn.current?.draw(data), [data]);
}
