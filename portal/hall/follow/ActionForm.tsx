import { useEffect, useRef, useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { Form } from "../../form/Form.tsx";
import { idOf } from "../../form/field/field.ts";
import type { Json } from "../../form/json.ts";
import { questions } from "../../form/questions.ts";
import { ErrorSummary } from "../../parts/ErrorSummary.tsx";
import { Failed } from "../../parts/Failed.tsx";
import { effects, words } from "../../words/follow.ts";
import { say, sayWord } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import { DoActionDocument } from "../operations.ts";
import { answersOf, changeable, type Demands, type Draft, placed, sentOf, wrongOf } from "./demands.ts";
import type { Case } from "./reading.ts";
import { useSending } from "./sending.ts";

interface Props {
  readonly of: Case;
  readonly demands: Demands;
  readonly draft: Draft;
  readonly isAvailable: boolean;
  readonly onDraft: (draft: Draft) => void;
  readonly onDone: (position: string | null) => void;
  readonly onStale: () => void;
  readonly onCancel: () => void;
}

interface Attempt {
  readonly time: number;
  readonly at: ReadonlyMap<string, string>;
  readonly whole: readonly string[];
}

/** One action with what it demands. What is typed belongs to the parent, so that it outlives the form. */
export function ActionForm(props: Props) {
  const { demands, isAvailable } = props;
  const { attempt, failure, isBusy, submit } = useAttempt(props);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const problems = [
    ...[...attempt.at].map(([pointer, text]) => ({ text, id: idOf(pointer) })),
    ...attempt.whole.map((text) => ({ text })),
  ];
  return (
    <form class="Card Follow-act" noValidate onSubmit={(event) => void submit(event)} aria-labelledby="act-head">
      {problems.length > 0 && <ErrorSummary time={attempt.time} problems={problems} />}
      <h3 id="act-head" ref={head} tabIndex={-1}>
        {demands.title}
      </h3>
      {demands.effect in effects && <p>{sayWord(effects, demands.effect)}</p>}
      {!isAvailable && <p role="status">{say(words.gone)}</p>}
      {failure && failure.kind !== "refused" && <Failed failure={failure} />}
      {demands.isElsewhere ? <p>{say(words.elsewhere)}</p> : <Demanded {...props} wrong={attempt.at} />}
      <div class="Follow-buttons">
        {!demands.isElsewhere && (
          <button type="submit" aria-disabled={isBusy || !isAvailable}>
            {say(words.confirm)}
            <span class="visually-hidden"> {demands.title}</span>
          </button>
        )}
        <button type="button" class="quiet" onClick={props.onCancel}>
          {say(shared.cancel)}
        </button>
      </div>
    </form>
  );
}

/** Judges, sends and says what the city does not accept, each at its control. */
function useAttempt(props: Props) {
  const { of, demands, draft } = props;
  const [attempt, setAttempt] = useState<Attempt>({ time: 0, at: new Map(), whole: [] });
  const { send, failure, isBusy } = useSending();
  const tell = (at: ReadonlyMap<string, string>, whole: readonly string[]) =>
    setAttempt({ time: attempt.time + 1, at, whole });
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!props.isAvailable) return;
    const wrong = wrongOf(demands, of, draft);
    if (wrong.size > 0) return tell(new Map([...wrong].map(([pointer, phrase]) => [pointer, say(phrase)])), []);
    const input = { ...sentOf(demands, of, draft), caseId: of.id, expectedRevision: of.revision };
    const outcome = await send(input, (idempotencyKey) =>
      act(DoActionDocument, { input: { ...input, idempotencyKey } }, (it) => it.performAction),
    );
    if (!outcome) return;
    if (outcome.ok) return props.onDone(outcome.value);
    const findings = outcome.failure.kind === "refused" ? outcome.failure.findings : [];
    const { at, whole } = placed(findings);
    tell(at, whole);
    if (findings.some(({ code }) => code === "STALE_REVISION")) props.onStale();
  };
  return { attempt, failure, isBusy, submit };
}

/** The questions of everything that is demanded. */
function Demanded(props: Props & { wrong: ReadonlyMap<string, string> }) {
  const { of, demands, draft, wrong } = props;
  const set = (part: keyof Draft) => (name: string, value: unknown) => {
    const before: Json = draft[part];
    props.onDraft({ ...draft, [part]: { ...before, [name]: value } });
  };
  const answers = changeable(demands, of, draft);
  return (
    <>
      {answers.length > 0 && <p>{say(words.changeThese)}</p>}
      <Form questions={answers} answers={answersOf(of, draft)} at="/answers" wrong={wrong} change={set("answers")} />
      {demands.fields && (
        <Form
          questions={questions([demands.fields.schema], draft.fields)}
          answers={draft.fields}
          at="/fields"
          wrong={wrong}
          change={set("fields")}
        />
      )}
      <Form questions={demands.own} answers={draft.own} at="" wrong={wrong} change={set("own")} />
    </>
  );
}
