import "./Groups.css";
import { useMemo } from "preact/hooks";
import type { Bar } from "../../chart/bars.ts";
import { Chart } from "../../chart/Chart.tsx";
import type { Row } from "../../chart/Table.tsx";
import { stages, tellings, words } from "../../words/board.ts";
import { whole } from "../../words/number.ts";
import { language, say, tell } from "../../words/say.ts";
import { type Count, levelsOf } from "../figures/figures.ts";
import type { Figures } from "../figures/latest.ts";
import { listOf } from "../lists.ts";
import type { CountedFragment, RatedFragment } from "../operations.ts";
import { Group } from "./Group.tsx";
import { byDepartment, byService, byStage, type Listed } from "./groups.ts";

/** What the figures consist of. */
export function Groups(props: { figures: Figures; names: ReadonlyMap<string, string> }) {
  const { counts, others } = props.figures;
  return (
    <div class="Groups">
      {counts && <OfCases rows={counts} names={props.names} />}
      {others.ratings && <OfRatings rows={others.ratings} />}
    </div>
  );
}

function OfCases(props: { rows: readonly CountedFragment[]; names: ReadonlyMap<string, string> }) {
  const { rows, names } = props;
  const grouped = useGrouped(rows, names);
  const { open, inTime, overdue, total, sum } = words.group;
  return (
    <>
      {grouped.map(({ id, title, head, groups }) => (
        <Group
          key={id}
          id={id}
          title={title}
          heads={[head, say(open), say(overdue), say(total)]}
          rows={groups.map(rowOf)}
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
      ))}
    </>
  );
}

function useGrouped(rows: readonly CountedFragment[], names: ReadonlyMap<string, string>) {
  return useMemo(
    () => [
      {
        id: "department",
        title: say(words.group.department),
        head: say(words.group.ofDepartment),
        groups: byDepartment(rows),
      },
      {
        id: "service",
        title: say(words.group.service),
        head: say(words.group.ofService),
        groups: byService(rows, names),
      },
      {
        id: "stage",
        title: say(words.group.stage),
        head: say(words.group.ofStage),
        groups: byStage(rows, (stage) => say(stages[stage])),
      },
    ],
    [rows, names, language.value],
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
