import { wantedTellings, words } from "../../words/follow.ts";
import { lastDay } from "../../words/lastDay.ts";
import { say, tell } from "../../words/say.ts";
import { day } from "../../words/time.ts";
import type { Wanted as One } from "./asked.ts";

const PLACES = {
  supplement: "#acts",
  documents: "#documents",
  notice: "#notices",
  message: "#messages",
  rating: "#rate",
} satisfies Record<One["kind"], string>;

/** What is asked of the applicant, each with the way to do it. */
export function Wanted(props: { wanted: readonly One[] }) {
  return (
    <>
      <dt>{say(words.asked)}</dt>
      <dd>
        {props.wanted.length === 0 && say(words.nothing)}
        <ul class="Follow-wanted">
          {props.wanted.map((one) => (
            <li key={JSON.stringify(one)}>
              <a href={PLACES[one.kind]}>{told(one)}</a>
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}

function told(one: One): string {
  switch (one.kind) {
    case "supplement":
      return tell(wantedTellings.supplement, day(lastDay(one.before)));
    case "documents":
      return tell(wantedTellings.documents, one.titles.join(say(words.comma)), day(lastDay(one.before)));
    case "notice":
      return tell(wantedTellings.notice, one.title);
    case "message":
      return say(words.newMessage);
    case "rating":
      return tell(wantedTellings.rating, day(lastDay(one.before)));
  }
}
