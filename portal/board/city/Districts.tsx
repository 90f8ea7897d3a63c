import type { Failure } from "../../api/failure.ts";
import { type Area, Areas } from "../../chart/Areas.tsx";
import { Failed } from "../../parts/Failed.tsx";
import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/board-city.ts";
import { whole } from "../../words/number.ts";
import { say, tell } from "../../words/say.ts";
import { Group } from "../groups/Group.tsx";
import { departmentsOf } from "../lists.ts";
import type { ServiceFragment } from "../operations.ts";
import { type District, type Standing, standingOf } from "./city.ts";

/** How the cases stand where departments work, as a map and as a table; both lead to the departments of a district. */
export function Districts(props: {
  rows: readonly ServiceFragment[];
  districts: readonly District[];
  /** Why names and borders could not be read. */
  failure: Failure | null;
  again: () => void;
  at: string;
}) {
  const { rows, districts, failure } = props;
  const { title, ofDistrict, open, overdue, total, whole: city, sum, how, map } = words.districts;
  const standings = districts.map((one) => ({ ...one, standing: standingOf(rows, one.code) }));
  const ofCity = standingOf(rows, null);
  const all = [...standings.map(({ standing }) => standing), ofCity];
  const link = (name: string, code: string) => <Link to={departmentsOf(code)}>{name}</Link>;
  const areas = standings
    .filter(({ border }) => border.length > 0)
    .map(({ code, name, border, standing }) => ({
      key: code,
      name,
      value: standing.total,
      border,
      to: departmentsOf(code),
    }));
  return (
    <Group
      id="district"
      title={say(title)}
      heads={[say(ofDistrict), say(open), say(overdue), say(total)]}
      rows={[
        ...standings.map(({ code, name, standing }) => ({
          key: code,
          name: link(name, code),
          cells: cellsOf(standing),
        })),
        { key: "city", name: link(say(city), ""), cells: cellsOf(ofCity) },
      ]}
      sum={{ key: "sum", name: say(sum), cells: cellsOf(added(all)) }}
      at={props.at}
      how={say(how)}
      note={failure && <NotRead failure={failure} again={props.again} />}
      isBeside
      chart={areas.length > 0 ? () => <Areas title={say(map)} areas={areas} sayArea={sayArea} /> : undefined}
    />
  );
}

function sayArea({ name, value }: Area): string {
  return tell(tellings.area, name, value);
}

function NotRead(props: { failure: Failure; again: () => void }) {
  return (
    <>
      <p>{say(words.districts.notRead)}</p>
      <Failed failure={props.failure} again={props.again} />
    </>
  );
}

function cellsOf(one: Standing): string[] {
  return [whole(one.open), whole(one.overdue), whole(one.total)];
}

function added(all: readonly Standing[]): Standing {
  const sum = (of: keyof Standing) => all.reduce((so, one) => so + one[of], 0);
  return { open: sum("open"), overdue: sum("overdue"), total: sum("total") };
}
