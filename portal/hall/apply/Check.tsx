import { useRef, useState } from "preact/hooks";
import type { Failure } from "../../api/failure.ts";
import { withBlanks } from "../../form/blank.ts";
import { check } from "../../form/check.ts";
import { idOf } from "../../form/field/field.ts";
import { messages } from "../../form/messages.ts";
import { questions } from "../../form/questions.ts";
import { ErrorSummary, type Problem } from "../../parts/ErrorSummary.tsx";
import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { apply } from "../../words/apply.ts";
import { say } from "../../words/say.ts";
import { Given } from "./Given.tsx";
import { Refused } from "./Refused.tsx";
import type { StepProps } from "./Steps.tsx";
import { addressOf, stepWith } from "./steps.ts";
import { refusalsOf, submit } from "./submit.ts";

type Attempt = { readonly time: number; readonly isSending: boolean; readonly failure: Failure | null };

/** Everything once more, each with a way to change it; then it is sent. */
export function Check(props: StepProps & { back: string | undefined; again: () => void }) {
  const { service, draft, kept } = props;
  const [attempt, setAttempt] = useState<Attempt>({ time: 0, isSending: false, failure: null });
  const isSending = useRef(false);
  const problems = problemsOf(props, attempt.time > 0);
  const send = async () => {
    if (isSending.current) return;
    const time = attempt.time + 1;
    props.setRefusals(new Map());
    if (missing(props).size > 0) return setAttempt({ time, isSending: false, failure: null });
    isSending.current = true;
    setAttempt({ time, isSending: true, failure: null });
    const outcome = await submit(service, draft);
    isSending.current = false;
    if (outcome.ok) {
      await kept.forget();
      const { number, position } = outcome.value;
      const at = new URLSearchParams({ at: position });
      return go(`/services/${service.name}/receipt/${encodeURIComponent(number)}?${at}`, "replace");
    }
    props.setRefusals(refusalsOf(outcome.failure));
    setAttempt({ time: time + 1, isSending: false, failure: outcome.failure });
  };
  return (
    <>
      {problems.length > 0 && !attempt.isSending && <ErrorSummary time={attempt.time} problems={problems} />}
      <p>{say(apply.checkHint)}</p>
      <Given {...props} />
      <p>{say(apply.truth)}</p>
      {attempt.failure && problems.length === 0 && <Refused failure={attempt.failure} again={props.again} />}
      <div class="Apply-ways">
        <button type="button" aria-disabled={attempt.isSending} onClick={() => void send()}>
          {say(attempt.isSending ? apply.sending : apply.submit)}
        </button>
        {props.back && (
          <Link class="Way" to={props.back}>
            {say(apply.back)}
          </Link>
        )}
      </div>
      <p class="visually-hidden" role="status">
        {attempt.isSending ? say(apply.sending) : ""}
      </p>
    </>
  );
}

/** What is still missing or wrong, by our own judgement. */
function missing({ service, draft }: StepProps) {
  const asked = questions([service.form.schema], draft.answers);
  const answers = withBlanks(asked, draft.answers);
  return messages(service.form, answers, check(service.form, answers));
}

function problemsOf(props: StepProps, isTried: boolean): Problem[] {
  if (!isTried) return [];
  const own = [...missing(props)].map(([pointer, phrase]) => [pointer, say(phrase)] as const);
  const all = new Map([...props.refusals, ...own]);
  return [...all].map(([pointer, text]) => {
    const step = stepWith(props.steps, pointer);
    return step ? { text, to: `${addressOf(props.service.name, step.name, true)}#${idOf(pointer)}` } : { text };
  });
}
