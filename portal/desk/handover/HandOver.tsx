import { useEffect, useRef, useState } from "preact/hooks";
import { request } from "../../api/client.ts";
import { accepted, type Failure } from "../../api/failure.ts";
import { useFresh } from "../../api/fresh.ts";
import { Failed } from "../../parts/Failed.tsx";
import { Freshly } from "../../parts/Freshly.tsx";
import { tellings, words } from "../../words/desk-handover.ts";
import { say, tell } from "../../words/say.ts";
import { Entry } from "../Entry.tsx";
import { type HandOverCasesInput, HandOverDocument, type HandOverMutation, OfficeDocument } from "../operations.ts";

type Moved = NonNullable<HandOverMutation["handOverCases"]>["cases"][number];

/** Gives everything that an officer has in hand to another, and says of each case what became of it. */
export function HandOver() {
  const asked = useFresh(OfficeDocument, {}, "");
  return (
    <>
      <h1>{say(words.handover.title)}</h1>
      <p>{say(words.handover.about)}</p>
      <Freshly of={asked}>{({ viewer }) => <Asking me={viewer.subject ?? ""} />}</Freshly>
    </>
  );
}

interface Given {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

const PARTS = ["from", "to", "reason"] as const;

function Asking(props: { me: string }) {
  const [given, setGiven] = useState<Given>({ from: props.me, to: "", reason: "" });
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [results, setResults] = useState<readonly Moved[] | null>(null);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const empty = PARTS.find((part) => given[part].trim() === "");
    if (empty) return document.getElementById(`handover-${empty}`)?.focus();
    if (isBusy) return;
    setBusy(true);
    const done = await handOver(given);
    setBusy(false);
    setFailure(done.failure);
    setResults(done.cases);
  };
  return (
    <>
      {failure && <Failed failure={failure} />}
      {results && <Results of={results} />}
      <form noValidate onSubmit={(event) => void send(event)}>
        {PARTS.map((part) => (
          <Entry
            key={part}
            id={`handover-${part}`}
            label={say(words.handover[part])}
            error={isTried && given[part].trim() === "" ? say(words.handover.needed) : undefined}
          >
            {(described) => (
              <input
                {...described}
                type="text"
                autoComplete="off"
                value={given[part]}
                onInput={(event) => setGiven({ ...given, [part]: event.currentTarget.value })}
              />
            )}
          </Entry>
        ))}
        <button type="submit" aria-disabled={isBusy}>
          {say(words.handover.send)}
        </button>
      </form>
    </>
  );
}

/** Goes on from page to page until the officer has no more; what was moved before a failure stays told. */
async function handOver(given: Given): Promise<{ cases: readonly Moved[]; failure: Failure | null }> {
  const cases: Moved[] = [];
  for (let after: string | null = null, isMore = true; isMore; ) {
    const input: HandOverCasesInput = {
      from: given.from.trim(),
      to: given.to.trim(),
      reason: given.reason.trim(),
      after,
    };
    const outcome = await request(HandOverDocument, { input });
    if (!outcome.ok) return { cases, failure: outcome.failure };
    const payload = accepted(outcome.value.handOverCases);
    if (!payload.ok) return { cases, failure: payload.failure };
    cases.push(...payload.value.cases);
    after = payload.value.next;
    isMore = after !== null;
  }
  return { cases, failure: null };
}

function Results(props: { of: readonly Moved[] }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [props.of]);
  return (
    <section class="Results Card">
      <h2 ref={head} tabIndex={-1}>
        {tell(tellings.moved, props.of.filter(({ moved }) => moved).length, props.of.length)}
      </h2>
      <ul>
        {props.of.map((one) => (
          <li key={one.caseId}>
            {one.number} <span aria-hidden="true">{one.moved ? "✓" : "✕"}</span>{" "}
            {one.moved ? say(words.handover.done) : one.userErrors.map(({ message }) => message).join(" ")}
          </li>
        ))}
      </ul>
    </section>
  );
}
