import "./Chart.css";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Bar } from "./bars.ts";
import { useDrawn } from "./useDrawn.ts";

/** Bars that show what a table says. It is for eyes only: whoever cannot see it reads the table, which stands before it. */
export function Chart(props: {
  bars: readonly Bar[];
  /** What the parts of a bar are, in order; where there are several, the last one is what is bad. */
  parts: readonly string[];
  /** What is not bad yet is a warning already. */
  isWarning?: boolean;
  /** The library did not come. */
  onMissing: () => void;
}) {
  const { bars, parts, isWarning = false } = props;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.style.setProperty("--bars", String(bars.length));
  }, [bars.length]);
  const data = useMemo(() => ({ bars, parts, isWarning }), [bars, parts.join(), isWarning]);
  useDrawn(place, data, () => import("./bars.ts"), props.onMissing);
  return (
    <div class={isWarning ? "Chart Chart-warning" : "Chart"} aria-hidden="true">
      <p class="Chart-parts">
        {parts.map((part) => (
          <span key={part}>{part}</span>
        ))}
      </p>
      <div class="Chart-place" ref={place} />
    </div>
  );
}
