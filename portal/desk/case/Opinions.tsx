import { words } from "../../words/desk-notices.ts";
import { say } from "../../words/say.ts";
import { moment } from "../../words/time.ts";
import type { Found } from "./reading.ts";

/** What other departments were asked, in one record. */
export function Opinions(props: { opinions: NonNullable<Found["opinions"]> }) {
  if (props.opinions.length === 0) return null;
  return (
    <section aria-labelledby="opinions">
      <h2 id="opinions">{say(words.opinions.title)}</h2>
      <ul class="CasePage-list">
        {props.opinions.map(({ department, agrees, deemed, askedAt, answeredAt }) => (
          <li key={`${department?.title} ${askedAt}`}>
            {department?.title}{" "}
            <span class={`Chip Chip-${agrees === false ? "bad" : agrees ? "good" : "warn"}`}>
              {say(words.opinions[opinionOf(agrees, deemed)])}
            </span>{" "}
            <span class="CasePage-soft">{moment(answeredAt ?? askedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function opinionOf(agrees: boolean | null, deemed: boolean | null): "waiting" | "deemed" | "agrees" | "disagrees" {
  if (agrees === null) return "waiting";
  if (deemed) return "deemed";
  return agrees ? "agrees" : "disagrees";
}

/** What the public said against a public notice. */
export function Objections(props: { objections: NonNullable<Found["objections"]> }) {
  if (props.objections.length === 0) return null;
  return (
    <section aria-labelledby="objections">
      <h2 id="objections">{say(words.objections.title)}</h2>
      <ul class="CasePage-list">
        {props.objections.map(({ number, upheld, raisedAt, answeredAt }) => (
          <li key={number}>
            {number}{" "}
            <span class={`Chip Chip-${upheld === null ? "warn" : "good"}`}>
              {say(upheld === null ? words.objections.waiting : words.objections[upheld ? "upheld" : "dismissed"])}
            </span>{" "}
            <span class="CasePage-soft">{moment(answeredAt ?? raisedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
