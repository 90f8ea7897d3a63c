import { useEffect, useState } from "preact/hooks";
import { stages, tellings, words } from "../../words/board.ts";
import { words as ofCity } from "../../words/board-city.ts";
import { percent, whole } from "../../words/number.ts";
import { type Phrase, say, tell } from "../../words/say.ts";
import { shareOnTime } from "../city/city.ts";
import { listOf } from "../lists.ts";
import type { CountedFragment, ServiceFragment, Stage } from "../operations.ts";
import { contentOf, levelsOf, onTime, sumOf } from "./figures.ts";
import { type Freshness, freshness, SHOW_EVERY_MS } from "./fresh.ts";
import type { Figures } from "./latest.ts";
import { Tile } from "./Tile.tsx";

/** The figures that a leader looks at first. */
export function Tiles(props: { figures: Figures; isLive: boolean }) {
  const now = useNow();
  const { figures, isLive } = props;
  const counted = { at: figures.countedAt, freshness: freshness(figures.countedAt, now, isLive) };
  const read = { at: figures.readAt, freshness: freshness(figures.readAt, now) };
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" class="visually-hidden">
        {say(words.board.figures)}
      </h2>
      <ul class="Tiles">
        <OfCases counts={figures.counts} known={counted} />
        <OfFinished rows={figures.others.cityFigures?.services ?? null} known={read} />
        <OfMatters count={figures.others.supervisionMatters?.totalCount ?? null} known={read} />
        <OfRatings rows={figures.others.ratings} known={read} />
      </ul>
    </section>
  );
}

interface Known {
  readonly at: number;
  readonly freshness: Freshness;
}

function OfCases(props: { counts: readonly CountedFragment[] | null; known: Known }) {
  const { counts, known } = props;
  const sum = counts && sumOf(counts);
  const share = sum && onTime(sum);
  const cases = { ...known, unit: say(words.tile.cases) };
  return (
    <>
      <Tile {...cases} {...said(words.total)} value={sum && whole(sum.total)} links={[all(words.total.list)]} />
      <Tile
        {...cases}
        {...said(words.open)}
        value={sum && whole(sum.open)}
        links={OPEN.map((s) => ofStage(s, counts))}
      />
      <Tile
        {...cases}
        {...said(words.overdue)}
        value={sum && whole(sum.overdue)}
        links={[late(words.overdue.list)]}
        isAlarming={(sum?.overdue ?? 0) > 0}
      />
      <Tile
        {...cases}
        {...said(words.onTime)}
        value={share === null ? null : percent(share)}
        unit={say(words.tile.share)}
        links={[late(words.onTime.list)]}
      />
    </>
  );
}

function OfFinished(props: { rows: readonly ServiceFragment[] | null; known: Known }) {
  const share = props.rows && shareOnTime(props.rows);
  return (
    <Tile
      {...props.known}
      {...said(ofCity.finished)}
      value={share === null ? null : percent(share)}
      unit={say(ofCity.finished.unit)}
      links={[[listOf({ stage: "CLOSED" }), say(ofCity.finished.list)]]}
    />
  );
}

function OfMatters(props: { count: number | null; known: Known }) {
  return (
    <Tile
      {...props.known}
      {...said(words.matters)}
      value={props.count === null ? null : whole(props.count)}
      unit={say(words.tile.matters)}
      links={[["#matters", say(words.matters.list)]]}
      isAlarming={(props.count ?? 0) > 0}
    />
  );
}

function OfRatings(props: { rows: Figures["others"]["ratings"]; known: Known }) {
  const { given, share } = contentOf(levelsOf(props.rows ?? []));
  return (
    <Tile
      {...props.known}
      {...said(words.rating)}
      value={share === null ? null : percent(share)}
      unit={tell(tellings.given, whole(given))}
      links={[["#level", say(words.rating.list)]]}
    />
  );
}

/** The stages of a case that is not over: the list behind the open ones has no filter of its own. */
const OPEN: readonly Stage[] = ["SUBMITTED", "ACCEPTED", "DECIDED"];

function ofStage(stage: Stage, counts: readonly CountedFragment[] | null): readonly [string, string] {
  const { total } = sumOf((counts ?? []).filter((row) => row.stage === stage));
  return [listOf({ stage }), tell(tellings.counted, say(stages[stage]), whole(total))];
}

function all(name: Phrase): readonly [string, string] {
  return [listOf({}), say(name)];
}

function late(name: Phrase): readonly [string, string] {
  return [listOf({ overdue: true }), say(name)];
}

function said(words: Record<"title" | "how", Phrase>): { title: string; how: string } {
  return { title: say(words.title), how: say(words.how) };
}

/** The time, as often as it matters to how old a figure is. */
function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SHOW_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
