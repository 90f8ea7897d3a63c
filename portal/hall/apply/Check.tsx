import { useEffect, useRef, useState } from "preact/hooks";
import { withBlanks } from "../../form/blank.ts";
import { check } from "../../form/check.ts";
import { idOf } from "../../form/field/field.ts";
import { messages } from "../../form/messages.ts";
import { questions } from "../../form/questions.ts";
import type { Entry } from "../../offline/outbox.ts";
import { dismiss, flush, takeBack } from "../../offline/post.ts";
import { ErrorSummary, type Problem } from "../../parts/ErrorSummary.tsx";
import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { apply } from "../../words/apply.ts";
import { offline } from "../../words/offline.ts";
import { say } from "../../words/say.ts";
import { Given } from "./Given.tsx";
import type { Kept } from "./kept.ts";
import { Refused } from "./Refused.tsx";
import type { StepProps } from "./Steps.tsx";
import { addressOf, stepWith } from "./steps.ts";
import { submit } from "./submit.ts";

/** Everything once more, each with a way to change it; then it is posted. How that stands is told here. */
export function Check(props: StepProps & { back: string | undefined; again: () => void }) {
  const { service, draft, owner, entry } = props;
  const [attempt, setAttempt] = useState(0);
  const isPosting = useRef(false);
  useReceipt(entry, props.kept);
  if (entry?.state.kind === "waiting") return <Queued {...props} entry={entry} />;
  const problems = problemsOf(props, attempt > 0);
  const why = entry?.state.kind === "needsYou" ? entry.state.why : undefined;
  const isSending = entry !== undefined && why === undefined;
  const send = async () => {
    if (isPosting.current || isSending) return;
    props.setRefusals(new Map());
    setAttempt(attempt + 1);
    if (missing(props).size > 0) return;
    isPosting.current = true;
    await submit(owner, service, draft);
    isPosting.current = false;
  };
  const again = () => void takeBack(draft.key).then(props.again);
  return (
    <>
      {problems.length > 0 && !isSending && <ErrorSummary time={attempt} problems={problems} />}
      <p>{say(apply.checkHint)}</p>
      <Given {...props} />
      <p>{say(apply.truth)}</p>
      {why && problems.length === 0 && <Refused failure={why} again={again} />}
      <div class="Apply-ways">
        <button type="button" aria-disabled={isSending} onClick={() => void send()}>
          {say(isSending ? apply.sending : apply.submit)}
        </button>
        {props.back && (
          <Link class="Way" to={props.back}>
            {say(apply.back)}
          </Link>
        )}
      </div>
      <p class="visually-hidden" role="status">
        {isSending ? say(apply.sending) : ""}
      </p>
    </>
  );
}

/** What arrived leads to its receipt, once. */
function useReceipt(entry: Entry | undefined, kept: Kept): void {
  const receipt = entry?.state.kind === "sent" ? entry.state.receipt : undefined;
  useEffect(() => {
    if (!entry || receipt === undefined) return;
    go(receipt, "replace");
    void kept.forget();
    void dismiss(entry.key);
  }, [receipt]);
}

/** It has not arrived yet: it goes on by itself, and can be taken back to be changed. */
function Queued(props: StepProps & { entry: Entry }) {
  return (
    <>
      <div class="Waiting" role="status">
        <p>{say(offline.queued)}</p>
        <p>{say(offline.once)}</p>
      </div>
      <Given {...props} />
      <div class="Apply-ways">
        <button type="button" onClick={() => void flush(true)}>
          {say(offline.tryNow)}
        </button>
        <button type="button" class="quiet" onClick={() => void takeBack(props.entry.key)}>
          {say(offline.change)}
        </button>
      </div>
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
  const own = isTried ? [...missing(props)] : [];
  const told = own.map(([pointer, phrase]) => [pointer, say(phrase)] as const);
  const all = new Map([...props.refusals, ...told]);
  return [...all].map(([pointer, text]) => {
    const step = stepWith(props.steps, pointer);
    return step ? { text, to: `${addressOf(props.service.name, step.name, true)}#${idOf(pointer)}` } : { text };
  });
}
