import { useState } from "preact/hooks";
import { request } from "../../api/client.ts";
import { Form } from "../../form/Form.tsx";
import { idOf } from "../../form/field/field.ts";
import type { Json } from "../../form/json.ts";
import type { Question } from "../../form/questions.ts";
import { ErrorSummary } from "../../parts/ErrorSummary.tsx";
import { Failed } from "../../parts/Failed.tsx";
import { say } from "../../words/say.ts";
import { track } from "../../words/track.ts";
import { useSending } from "../follow/sending.ts";
import { TrackDocument, type TrackQuery } from "../operations.ts";
import { Tracked } from "./Tracked.tsx";

export type Found = NonNullable<TrackQuery["caseByReceipt"]>;

/** Follows a case without an account: by its number and by the code that only its receipt shows. */
export function Track(props: { number: string }) {
  const [given, setGiven] = useState<Json>({ number: props.number });
  const { found, attempt, failure, isBusy, look } = useLook(given);
  return (
    <div class="Follow">
      {attempt.wrong.size > 0 && (
        <ErrorSummary
          time={attempt.time}
          problems={[...attempt.wrong].map(([pointer, text]) => ({ text, id: idOf(pointer) }))}
        />
      )}
      {found ? <Tracked of={found} again={() => void look()} isBusy={isBusy} /> : <h1>{say(track.title)}</h1>}
      {failure && <Failed failure={failure} />}
      {!found && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void look();
          }}
        >
          <p>{say(track.hint)}</p>
          <Form
            questions={QUESTIONS}
            answers={given}
            at=""
            wrong={attempt.wrong}
            change={(name, value) => setGiven({ ...given, [name]: value })}
          />
          <button type="submit" aria-disabled={isBusy}>
            {say(track.look)}
          </button>
        </form>
      )}
    </div>
  );
}

/** Looks once a press. A number that nobody has and a wrong code are told the same way. */
function useLook(given: Json) {
  const [found, setFound] = useState<Found | null>(null);
  const [attempt, setAttempt] = useState({ time: 0, wrong: new Map<string, string>() });
  const { send, failure, isBusy } = useSending();
  const tell = (wrong: Map<string, string>) => setAttempt({ time: attempt.time + 1, wrong });
  const look = async (): Promise<void> => {
    const empty = QUESTIONS.filter(({ name }) => textOf(given, name) === "");
    if (empty.length > 0) return tell(new Map(empty.map(({ name }) => [`/${name}`, say(track.mustBe)])));
    let answer: Found | null = null;
    const outcome = await send(given, async () => {
      const variables = { number: textOf(given, "number"), code: textOf(given, "code") };
      const told = await request(TrackDocument, variables);
      if (told.ok) answer = told.value.caseByReceipt;
      return told.ok ? { ok: true, value: null } : told;
    });
    if (!outcome?.ok) return;
    setFound(answer);
    tell(answer ? new Map() : new Map([["/number", say(track.notFound)]]));
  };
  return { found, attempt, failure, isBusy, look };
}

function textOf(given: Json, name: string): string {
  return String(given[name] ?? "").trim();
}

const TEXT = { required: true, person: false, follows: undefined, schemas: [] };

const QUESTIONS: readonly Question[] = [
  {
    ...TEXT,
    name: "number",
    title: track.number,
    hint: track.numberHint,
    kind: { kind: "text", longest: 40, as: "plain", pattern: undefined },
  },
  {
    ...TEXT,
    name: "code",
    title: track.code,
    hint: track.codeHint,
    kind: { kind: "text", longest: 20, as: "plain", pattern: undefined },
  },
];
