import { Chart } from "../../chart/Chart.tsx";
import { tellings, words } from "../../words/board-city.ts";
import { whole } from "../../words/number.ts";
import { say, tell } from "../../words/say.ts";
import { Group } from "../groups/Group.tsx";
import { listOf } from "../lists.ts";
import type { ServiceFragment } from "../operations.ts";
import { type Cards as CardsOf, cardsOf, sumOf } from "./city.ts";

/** Yellow and red cards by department. */
export function Cards(props: { rows: readonly ServiceFragment[]; at: string }) {
  const { rows } = props;
  const { title, ofDepartment, yellow, red, sum, how } = words.cards;
  const cards = cardsOf(rows);
  const parts = [say(yellow), say(red)];
  const bars = cards.map(({ name, yellow, red }) => ({
    name,
    parts: [yellow, red],
    text: tell(tellings.cards, yellow, red),
  }));
  const rowOf = (one: CardsOf) => ({
    key: one.key,
    name: <a href={listOf({ department: one.key })}>{one.name}</a>,
    cells: [whole(one.yellow), whole(one.red)],
  });
  return (
    <Group
      id="card"
      title={say(title)}
      heads={[say(ofDepartment), ...parts]}
      rows={cards.map(rowOf)}
      sum={{ key: "sum", name: say(sum), cells: [whole(sumOf(rows, "yellowCards")), whole(sumOf(rows, "redCards"))] }}
      at={props.at}
      how={say(how)}
      chart={(shown, onMissing) => <Chart bars={bars.slice(0, shown)} parts={parts} isWarning onMissing={onMissing} />}
    />
  );
}
