import "./Chart.css";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Bar, Drawn } from "./bars.ts";

/** Bars that show what a table says. It is for eyes only: whoever cannot see it reads the table, which stands before it.
 * The library comes when the first chart is there, after the numbers. */
export function Chart(props: {
  bars: readonly Bar[];
  /** What the parts of a bar are, in order; the last one is what is bad. */
  parts: readonly string[];
  /** The library did not come. */
  onMissing: () => void;
}) {
  const { bars, parts, onMissing } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  // The library may come after the bars have changed.
  const newest = useRef(bars);
  newest.current = bars;
  useLayoutEffect(() => {
    place.current?.style.setProperty("--bars", String(bars.length));
  }, [bars.length]);
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
