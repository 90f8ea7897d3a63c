import "./Person.css";
import { useState } from "preact/hooks";
import { request } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk-file.ts";
import { say, tell } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import { day } from "../../words/time.ts";
import { Entry } from "../Entry.tsx";
import { OverdueMark, StateMark } from "../Marks.tsx";
import { CasesOfPersonDocument, type CasesOfPersonQuery } from "../operations.ts";

type Found = NonNullable<NonNullable<CasesOfPersonQuery["casesOfPerson"]>["nodes"]>[number];

interface Results {
  readonly person: string;
  readonly cases: readonly Found[];
  readonly total: number;
  readonly next: string | null;
}

/** The cases of somebody who comes or calls. Their number is a secret: it never stands in the address. */
export function Person() {
  const [person, setPerson] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [found, setFound] = useState<Results | null>(null);
  const read = async (identifier: string, known: readonly Found[], after: string | null): Promise<void> => {
    const outcome = await request(CasesOfPersonDocument, { identifier, after });
    setFailure(outcome.ok ? null : outcome.failure);
    const page = outcome.ok ? outcome.value.casesOfPerson : null;
    if (!page) return;
    const cases = [...known, ...page.nodes];
    const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    setFound({ person: identifier, cases, total: page.totalCount ?? cases.length, next });
  };
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    const identifier = person.trim().toUpperCase();
    setMissing(identifier === "");
    if (identifier === "") document.getElementById("person")?.focus();
    else void read(identifier, [], null);
  };
  return (
    <>
      <h1>{say(words.person.title)}</h1>
      <form noValidate onSubmit={find}>
        <Entry
          id="person"
          label={say(words.person.label)}
          hint={say(words.person.hint)}
          error={isMissing ? say(words.whom.needed) : undefined}
        >
          {(described) => (
            <input
              {...described}
              type="text"
              autoComplete="off"
              spellcheck={false}
              value={person}
              onInput={(event) => setPerson(event.currentTarget.value)}
            />
          )}
        </Entry>
        <button type="submit">{say(words.person.find)}</button>
      </form>
      {failure && <Failed failure={failure} />}
      <p role="status">{found && tell(tellings.found, found.total)}</p>
      {found && <Cases of={found.cases} />}
      {found?.next && (
        <button type="button" class="quiet" onClick={() => void read(found.person, found.cases, found.next)}>
          {say(shared.more)}
        </button>
      )}
    </>
  );
}

function Cases(props: { of: readonly Found[] }) {
  return (
    <ul class="PersonCases">
      {props.of.map((one) => (
        <li key={one.number}>
          <h2>
            <Link to={`/desk/cases/${encodeURIComponent(one.number ?? "")}`}>{one.number}</Link>
          </h2>
          <p>
            {one.serviceModule?.title} <StateMark title={one.stateTitle ?? ""} stage={one.stage} />{" "}
            {one.overdue && <OverdueMark />}
          </p>
          <p class="Entry-hint">
            {one.department?.title} {day(one.submittedAt)}
          </p>
        </li>
      ))}
    </ul>
  );
}
