import "./Usage.css";
import { useMemo, useState } from "preact/hooks";
import { Chart } from "../chart/Chart.tsx";
import { Table } from "../chart/Table.tsx";
import { whole } from "../words/number.ts";
import { tellings, words } from "../words/partners.ts";
import { say, tell } from "../words/say.ts";
import { day, moment } from "../words/time.ts";
import { byDay, newestFirst, type Services, sum, type Told, titles } from "./days.ts";

/** How many days the chart shows. */
const CHARTED = 14;

/** What a partner did: the figures first, then the same to look at, then the keys it did it with. */
export function Usage(props: { told: Told | null; services: Services | null }) {
  // What is told is from when it was asked for, or newer.
  const read = useMemo(() => new Date().toISOString(), [props.told]);
  const { told } = props;
  if (!told) return <p role="alert">{say(words.notYours)}</p>;
  const quota = told.whose?.quota;
  return (
    <>
      <h2>{told.whose?.title ?? say(words.noLonger)}</h2>
      <p>
        {tell(tellings.asOf, moment(read))} {say(words.how)}
      </p>
      <p>{quota ? tell(tellings.quota, whole(quota.cost), whole(quota.seconds)) : say(words.usualQuota)}</p>
      <p>{say(words.refused)}</p>
      <Days {...props} told={told} />
      {told.keys && <Keys keys={told.keys} />}
    </>
  );
}

function Days(props: { told: Told; services: Services | null }) {
  // The library of charts may not come.
  const [isChart, setChart] = useState(true);
  const rows = newestFirst(props.told);
  const called = titles(props.services);
  const charted = useMemo(() => byDay(rows).slice(0, CHARTED), [props.told]);
  const all = sum(rows);
  const { byDays, day: ofDay, service, submissions, acts, events, chart, nothing } = words;
  if (rows.length === 0) return <p>{say(nothing)}</p>;
  return (
    <>
      <h3>{say(byDays)}</h3>
      <Table
        caption={say(byDays)}
        heads={[ofDay, service, submissions, acts].map(say)}
        rows={rows.map((row) => ({
          key: `${row.day} ${row.module}`,
          name: day(row.day),
          cells: [called.get(row.module) ?? row.module, whole(row.submissions ?? 0), whole(row.acts ?? 0)],
        }))}
        sum={{ key: "sum", name: say(words.sum), cells: ["", whole(all.submissions), whole(all.acts)] }}
      />
      {isChart && <h3>{say(chart)}</h3>}
      {isChart && (
        <Chart
          parts={[say(events)]}
          bars={charted.map((one) => ({ name: day(one.day), parts: [one.count], text: whole(one.count) }))}
          onMissing={() => setChart(false)}
        />
      )}
    </>
  );
}

function Keys(props: { keys: NonNullable<Told["keys"]> }) {
  const { keys, revoked, never, noKeys } = words;
  return (
    <>
      <h3>{say(keys)}</h3>
      {props.keys.length === 0 && <p>{say(noKeys)}</p>}
      <ul class="Usage-keys">
        {props.keys.map((key) => (
          <li key={key.id}>
            <strong>{key.label}</strong> <code>{key.id}</code>
            <br />
            {key.revokedAt ? say(revoked) : tell(tellings.until, moment(key.until))}{" "}
            {key.usedAt ? tell(tellings.used, moment(key.usedAt)) : say(never)}
          </li>
        ))}
      </ul>
    </>
  );
}
