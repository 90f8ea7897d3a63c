import { useMemo, useState } from "preact/hooks";
import { withBlanks } from "../../form/blank.ts";
import { check, type Finding } from "../../form/check.ts";
import { Form } from "../../form/Form.tsx";
import { idOf } from "../../form/field/field.ts";
import { type Json, tokens } from "../../form/json.ts";
import { messages } from "../../form/messages.ts";
import type { Page } from "../../form/pages.ts";
import { ErrorSummary } from "../../parts/ErrorSummary.tsx";
import { language, say } from "../../words/say.ts";
import { Onward } from "./Onward.tsx";
import type { StepProps } from "./Steps.tsx";

/** What was judged last, and what came of it. */
interface Attempt {
  readonly time: number;
  readonly answers: Json;
  readonly findings: readonly Finding[];
}

/** One page of questions. They are judged on continue; what the city found before stays until it is changed. */
export function Questions(
  props: StepProps & { page: Page; back: string | undefined; isChange: boolean; next: () => void },
) {
  const { service, draft, kept, page, refusals } = props;
  const [attempt, setAttempt] = useState<Attempt>({ time: 0, answers: {}, findings: [] });
  const names = page.questions.map(({ name }) => name);
  const here = (pointer: string) => names.includes(tokens(pointer)[0] ?? "");
  const wrong = useMemo(() => {
    const found = attempt.findings.filter(({ path }) => here(path));
    return new Map([
      ...[...refusals].filter(([pointer]) => here(pointer)),
      ...[...messages(service.form, attempt.answers, found)].map(([pointer, told]) => [pointer, say(told)] as const),
    ]);
  }, [names.join(), attempt, refusals, language.value]);
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
    setAttempt({ time: attempt.time + 1, answers, findings });
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
