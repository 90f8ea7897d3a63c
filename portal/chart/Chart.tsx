import "./Chart.css";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Bar, Drawn } from "./bars.ts";

interface Shown {
  readonly bars: readonly Bar[];
  /** What the parts of a bar are, in order; where there are several, the last one is what is bad. */
  readonly parts: readonly string[];
  /** The library did not come. */
  readonly onMissing: () => void;
}

/** Bars that show what a table says. It is for eyes only: whoever cannot see it reads the table, which stands before it.
 * The library comes when the first chart is there, after the numbers. */
export function Chart(props: Shown) {
  const { bars, parts } = props;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.style.setProperty("--bars", String(bars.length));
  }, [bars.length]);
  useDrawn(place, props);
  return (
    <div class="Chart" aria-hidden="true">
      <p class="Chart-parts">
        {parts.map((part) => (
          <span key={part}>{part}</span>
        ))}
      </p>
      <div class="Chart-place" ref={place} />
    </div>
  );
}

function useDrawn(place: RefObject<HTMLDivElement | null>, { bars, parts, onMissing }: Shown): void {
  const drawn = useRef<Drawn | null>(null);
  // The library may come after the bars have changed.
  const newest = useRef(bars);
  newest.current = bars;
  useEffect(() => {
    let isThere = true;
    const begin = async () => {
      const library = await import("./bars.ts").catch(() => null);
      if (!isThere) return;
      if (!library) onMissing();
      else if (place.current) drawn.current = library.begin(place.current, parts);
      drawn.current?.draw(newest.current);
    };
    void begin();
    return () => {
      isThere = false;
      drawn.current?.stop();
      drawn.current = null;
    };
  }, [parts.join()]);
  useEffect(() => drawn.current?.draw(bars), [bars]);
}
