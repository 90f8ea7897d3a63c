import { useMemo, useRef } from "preact/hooks";
import type { Area } from "../../chart/areas.ts";
import { useDrawn } from "../../chart/useDrawn.ts";
import { words } from "../../words/board-city.ts";
import { whole } from "../../words/number.ts";
import { say } from "../../words/say.ts";
import { Group } from "../groups/Group.tsx";
import type { ServiceFragment } from "../operations.ts";
import { type District, type Standing, standingOf } from "./city.ts";

/** How the cases stand where departments work, as a map and as the table that it is drawn from. */
export function Districts(props: { rows: readonly ServiceFragment[]; districts: readonly District[]; at: string }) {
  const { rows, districts } = props;
  const { title, ofDistrict, open, overdue, total, whole: city, sum, how } = words.districts;
  const standings = districts.map((one) => ({ ...one, standing: standingOf(rows, one.code) }));
  const ofCity = standingOf(rows, null);
  const all = [...standings.map(({ standing }) => standing), ofCity];
  const link = (name: string) => <a href="#department">{name}</a>;
  const areas = standings.flatMap<Area>(({ code, name, border, standing }) =>
    border ? [{ key: code, name, value: standing.total, border }] : [],
  );
  return (
    <Group
      id="district"
      title={say(title)}
      heads={[say(ofDistrict), say(open), say(overdue), say(total)]}
      rows={[
        ...standings.map(({ code, name, standing }) => ({ key: code, name: link(name), cells: cellsOf(standing) })),
        { key: "city", name: link(say(city)), cells: cellsOf(ofCity) },
      ]}
      sum={{ key: "sum", name: say(sum), cells: cellsOf(added(all)) }}
      at={props.at}
      how={say(how)}
      isBeside
      chart={areas.length > 0 ? (_, onMissing) => <Areas areas={areas} onMissing={onMissing} /> : undefined}
    />
  );
}

function Areas(props: { areas: readonly Area[]; onMissing: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  // Drawn anew only where something differs.
  const areas = useMemo(() => props.areas, [JSON.stringify(props.areas)]);
  useDrawn(place, areas, () => import("../../chart/areas.ts"), props.onMissing);
  return (
    <div class="Chart" aria-hidden="true">
      <div class="Districts-place" ref={place} />
    </div>
  );
}

function cellsOf(one: Standing): string[] {
  return [whole(one.open), whole(one.overdue), whole(one.total)];
}

function added(all: readonly Standing[]): Standing {
  const sum = (of: keyof Standing) => all.reduce((so, one) => so + one[of], 0);
  return { open: sum("open"), overdue: sum("overdue"), total: sum("total") };
}
