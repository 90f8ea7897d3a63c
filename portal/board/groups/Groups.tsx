import "./Groups.css";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Bar } from "../../chart/bars.ts";
import { Chart } from "../../chart/Chart.tsx";
import type { Row } from "../../chart/Table.tsx";
import { Link } from "../../route/Link.tsx";
import { at } from "../../route/route.ts";
import { stages, tellings, words } from "../../words/board.ts";
import { tellings as cityTellings, words as ofCity } from "../../words/board-city.ts";
import { whole } from "../../words/number.ts";
import { language, say, tell } from "../../words/say.ts";
import type { District } from "../city/city.ts";
import { type Count, levelsOf } from "../figures/figures.ts";
import type { Figures } from "../figures/latest.ts";
import { listOf } from "../lists.ts";
import type { CountedFragment, RatedFragment } from "../operations.ts";
import { Group } from "./Group.tsx";
import { byDepartment, byService, byStage, type Listed, ofDistrict } from "./groups.ts";

/** What the figures consist of; the departments perhaps of one district only, as the address says. */
export function Groups(props: {
  figures: Figures;
  services: ReadonlyMap<string, string>;
  districts: readonly District[];
}) {
  const { counts, others } = props.figures;
  return (
    <div class="Groups">
      {counts && <ByDepartment rows={counts} districts={props.districts} />}
      {counts && <ByServiceAndStage rows={counts} services={props.services} />}
      {others.ratings && <OfRatings rows={others.ratings} />}
    </div>
  );
}

function ByDepartment(props: { rows: readonly CountedFragment[]; districts: readonly District[] }) {
  const { rows, districts } = props;
  const code = at().query.get("district");
  const groups = useMemo(() => byDepartment(code === null ? rows : ofDistrict(rows, code)), [rows, code]);
  const { department, ofDepartment } = words.group;
  const name = code === "" ? say(ofCity.districts.whole) : districts.find((one) => one.code === code)?.name;
  return (
    <OfCases
      id="department"
      title={code === null ? say(department) : tell(cityTellings.departmentsOf, name ?? code)}
      head={say(ofDepartment)}
      groups={groups}
      note={code !== null && <Link to="/board#department">{say(ofCity.districts.all)}</Link>}
    />
  );
}

function ByServiceAndStage(props: { rows: readonly CountedFragment[]; services: ReadonlyMap<string, string> }) {
  const { rows, services } = props;
  const { service, ofService, stage, ofStage } = words.group;
  const byServices = useMemo(() => byService(rows, services), [rows, services]);
  const byStages = useMemo(() => byStage(rows, (stage) => say(stages[stage])), [rows, language.value]);
  return (
    <>
      <OfCases id="service" title={say(service)} head={say(ofService)} groups={byServices} />
      <OfCases id="stage" title={say(stage)} head={say(ofStage)} groups={byStages} />
    </>
  );
}

function OfCases(props: {
  id: string;
  title: string;
  head: string;
  groups: readonly Listed[];
  note?: ComponentChildren;
}) {
  const { id, title, head, groups, note } = props;
  const { open, inTime, overdue, total, sum } = words.group;
  return (
    <Group
      id={id}
      title={title}
      heads={[head, say(open), say(overdue), say(total)]}
      rows={groups.map(rowOf)}
      note={note}
      chart={(shown, onMissing) => (
        <Chart
          bars={groups
            .filter((group) => group.narrowed.stage !== "CLOSED")
            .map(barOf)
            .slice(0, shown)}
          parts={[say(inTime), say(overdue)]}
          onMissing={onMissing}
        />
      )}
      sum={{ key: "sum", name: say(sum), cells: cellsOf(added(groups)) }}
    />
  );
}

function rowOf(group: Listed): Row {
  const late = listOf({ ...group.narrowed, overdue: true });
  const overdue = group.overdue === 0 ? whole(0) : <a href={late}>{whole(group.overdue)}</a>;
  return {
    key: group.key,
    name: <a href={listOf(group.narrowed)}>{group.name}</a>,
    cells: [whole(group.open), overdue, whole(group.total)],
  };
}

function barOf({ name, open, overdue }: Listed): Bar {
  return { name, parts: [open - overdue, overdue], text: tell(tellings.bar, open, overdue) };
}

function cellsOf(count: Count): string[] {
  return [whole(count.open), whole(count.overdue), whole(count.total)];
}

function added(groups: readonly Count[]): Count {
  const sum = (of: keyof Count) => groups.reduce((so, group) => so + group[of], 0);
  return { open: sum("open"), overdue: sum("overdue"), total: sum("total") };
}

function OfRatings(props: { rows: readonly RatedFragment[] }) {
  const levels = levelsOf(props.rows);
  const count = say(words.group.count);
  const given = levels.reduce((so, level) => so + level.count, 0);
  return (
    <Group
      id="level"
      title={say(words.group.level)}
      heads={[say(words.group.ofLevel), count]}
      rows={levels.map(({ level, name, count }) => ({ key: level, name, cells: [whole(count)] }))}
      chart={(_, onMissing) => (
        <Chart
          bars={levels.map(({ name, count }) => ({ name, parts: [count], text: whole(count) }))}
          parts={[count]}
          onMissing={onMissing}
        />
      )}
      sum={{ key: "sum", name: say(words.group.sum), cells: [whole(given)] }}
    />
  );
}
