import { useMemo, useRef } from "preact/hooks";
import { useDrawn } from "../../chart/useDrawn.ts";
import { words } from "../../words/board-city.ts";
import { whole } from "../../words/number.ts";
import { say } from "../../words/say.ts";
import { day, shortDay } from "../../words/time.ts";
import { Group } from "../groups/Group.tsx";
import type { DayFragment } from "../operations.ts";

/** What came and went on each of the last days: the newest first in the table, the newest last in the chart. */
export function Days(props: { days: readonly DayFragment[]; at: string }) {
  const { days } = props;
  const { title, ofDay, submitted, finished, sum, how } = words.days;
  const added = (of: "submitted" | "finished") => whole(days.reduce((so, one) => so + one[of], 0));
  const rowOf = (one: DayFragment) => ({
    key: one.day,
    name: day(one.day),
    cells: [whole(one.submitted), whole(one.finished)],
  });
  return (
    <Group
      id="day"
      title={say(title)}
      heads={[say(ofDay), say(submitted), say(finished)]}
      rows={days.map(rowOf).reverse()}
      sum={{ key: "sum", name: say(sum), cells: [added("submitted"), added("finished")] }}
      at={props.at}
      how={say(how)}
      isWhole
      chart={(_, onMissing) => <Columns days={days} onMissing={onMissing} />}
    />
  );
}

function Columns(props: { days: readonly DayFragment[]; onMissing: () => void }) {
  const { days } = props;
  const names = [say(words.days.submitted), say(words.days.finished)] as const;
  const place = useRef<HTMLDivElement>(null);
  const data = useMemo(
    () => ({
      names: days.map((one) => shortDay(one.day)),
      parts: [
        { name: names[0], values: days.map((one) => one.submitted) },
        { name: names[1], values: days.map((one) => one.finished) },
      ],
    }),
    [days, names[0]],
  );
  useDrawn(place, data, () => import("../../chart/columns.ts"), props.onMissing);
  return (
    <div class="Chart Days-chart" aria-hidden="true">
      <p class="Chart-parts">
        {names.map((name) => (
          <span key={name}>{name}</span>
        ))}
      </p>
      <div class="Days-place" ref={place} />
    </div>
  );
}
