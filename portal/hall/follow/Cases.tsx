import "./Follow.css";
import { useFresh } from "../../api/fresh.ts";
import { who } from "../../api/session.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { words } from "../../words/follow.ts";
import { words as hall } from "../../words/hall.ts";
import { say, sayWord } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { shared } from "../../words/shared.ts";
import { day } from "../../words/time.ts";
import { MyCasesDocument, type MyCasesQuery } from "../operations.ts";

/** A resident's cases, newest first; the page of the list stands in the address. */
export function Cases(props: { after: string | null }) {
  const person = who.value;
  return (
    <>
      <h1>{say(hall.screens.cases)}</h1>
      {person ? <Own key={person.key} after={props.after} /> : <MustSignIn />}
    </>
  );
}

function Own(props: { after: string | null }) {
  const found = useFresh(MyCasesDocument, { after: props.after }, props.after ?? "");
  return <Freshly of={found}>{({ cases }) => <List cases={cases} />}</Freshly>;
}

function MustSignIn() {
  return (
    <p>
      {say(words.mustSignIn)} <Link to="/sign-in?to=%2Fcases">{say(shared.signIn)}</Link>
    </p>
  );
}

function List(props: { cases: MyCasesQuery["cases"] }) {
  const all = props.cases?.nodes ?? [];
  const page = props.cases?.pageInfo;
  if (all.length === 0)
    return (
      <p>
        {say(words.none)} <Link to="/">{say(words.find)}</Link>
      </p>
    );
  return (
    <>
      <ul class="Cases">
        {all.map((one) => (
          <li key={one.id} class="Card">
            <h2>
              <Link to={`/cases/${one.number ?? ""}`}>{one.serviceModule?.title}</Link>
            </h2>
            <p>
              <span class="Chip">{one.end ? sayWord(sets.CaseEnd, one.end) : one.stateTitle}</span>
            </p>
            <p class="Cases-soft">
              {one.number} · {say(words.handedIn)} {day(one.submittedAt)}
              {one.dueDay && !one.end && ` · ${say(words.by)} ${day(one.dueDay)}`}
            </p>
          </li>
        ))}
      </ul>
      {page?.hasNextPage && (
        <p>
          <Link to={`/cases?after=${encodeURIComponent(page.endCursor ?? "")}`}>{say(words.earlier)}</Link>
        </p>
      )}
    </>
  );
}
