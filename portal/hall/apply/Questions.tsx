import { useState } from "preact/hooks";
import { withBlanks } from "../../form/blank.ts";
import { check, type Finding } from "../../form/check.ts";
import { Form } from "../../form/Form.tsx";
import { idOf } from "../../form/field/field.ts";
import { tokens } from "../../form/json.ts";
import { messages } from "../../form/messages.ts";
import type { Page } from "../../form/pages.ts";
import { ErrorSummary } from "../../parts/ErrorSummary.tsx";
import { say } from "../../words/say.ts";
import { Onward } from "./Onward.tsx";
import type { StepProps } from "./Steps.tsx";

/** One page of questions. They are judged on continue; what the city found before stays until it is changed. */
export function Questions(
  props: StepProps & { page: Page; back: string | undefined; isChange: boolean; next: () => void },
) {
  const { service, draft, kept, page, refusals } = props;
  const [attempt, setAttempt] = useState<{ time: number; findings: readonly Finding[] }>({ time: 0, findings: [] });
  const here = (pointer: string) => page.questions.some((question) => question.name === tokens(pointer)[0]);
  const found = attempt.findings.filter(({ path }) => here(path));
  const told = messages(service.form, draft.answers, found);
  const wrong = new Map([
    ...[...refusals].filter(([pointer]) => here(pointer)),
    ...[...told].map(([pointer, phrase]) => [pointer, say(phrase)] as const),
  ]);
  const change = (name: string, value: unknown) => {
    const { [name]: _, ...others } = kept.draft.value?.answers ?? {};
    kept.change({ answers: value === undefined ? others : { ...others, [name]: value } });
    if (refusals.size > 0) props.setRefusals(without(refusals, name));
  };
  const onward = () => {
    const answers = withBlanks(page.questions, kept.draft.value?.answers ?? {});
    const findings = check(service.form, answers).filter(({ path }) => here(path) || path === "");
    if (findings.length === 0) return props.next();
    kept.change({ answers });
    setAttempt({ time: attempt.time + 1, findings });
  };
  return (
    <>
      {wrong.size > 0 && (
        <ErrorSummary
          time={attempt.time}
          problems={[...wrong].map(([pointer, text]) => ({ text, id: idOf(pointer) }))}
        />
      )}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onward();
        }}
      >
        <Form questions={page.questions} answers={draft.answers} at="" wrong={wrong} change={change} />
        <Onward back={props.back} isChange={props.isChange} />
      </form>
    </>
  );
}

function without(refusals: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  return new Map([...refusals].filter(([pointer]) => tokens(pointer)[0] !== name));
}
