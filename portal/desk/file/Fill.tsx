import { useState } from "preact/hooks";
import { withBlanks } from "../../form/blank.ts";
import { check } from "../../form/check.ts";
import { Form } from "../../form/Form.tsx";
import { idOf } from "../../form/field/field.ts";
import { messages } from "../../form/messages.ts";
import { questions } from "../../form/questions.ts";
import { ErrorSummary, type Problem } from "../../parts/ErrorSummary.tsx";
import { words } from "../../words/desk-file.ts";
import { say } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import type { Draft, Service } from "./filing.ts";
import { Papers } from "./Papers.tsx";
import { Whom } from "./Whom.tsx";

/** For whom, what they say and what they bring. It is judged on continue. */
export function Fill(props: {
  service: Service;
  draft: Draft;
  refusals: ReadonlyMap<string, string>;
  change: (part: Partial<Draft>) => void;
  next: () => void;
}) {
  const { service, draft, change } = props;
  const [attempt, setAttempt] = useState(0);
  const asked = questions([service.form.schema], draft.answers);
  const isNameless = draft.kind !== "ANONYMOUS" && draft.person.trim() === "";
  const wrong = attempt > 0 || props.refusals.size > 0 ? wrongOf(props) : new Map<string, string>();
  const needed = attempt > 0 && isNameless ? say(words.whom.needed) : undefined;
  const problems: Problem[] = [
    ...(needed ? [{ text: needed, id: "whom-person" }] : []),
    ...[...wrong].map(([pointer, text]) => ({ text, id: idOf(pointer) })),
  ];
  const onward = (event: SubmitEvent) => {
    event.preventDefault();
    change({ answers: withBlanks(asked, draft.answers) });
    if (!isNameless && wrongOf(props).size === 0) return props.next();
    setAttempt(attempt + 1);
  };
  const answer = (name: string, value: unknown) => {
    const { [name]: _, ...others } = draft.answers;
    change({ answers: value === undefined ? others : { ...others, [name]: value } });
  };
  return (
    <div class="File">
      <p class="File-service">{say(service.title)}</p>
      <h1>{say(words.file.fill)}</h1>
      {problems.length > 0 && <ErrorSummary time={attempt} problems={problems} />}
      <form noValidate onSubmit={onward}>
        <Whom service={service} draft={draft} error={needed} change={change} />
        <h2>{say(words.file.answers)}</h2>
        <Form questions={asked} answers={draft.answers} at="" wrong={wrong} change={answer} />
        <Papers service={service} draft={draft} change={change} />
        <div class="Buttons File-ways">
          <button type="submit">{say(shared.continue)}</button>
        </div>
      </form>
    </div>
  );
}

/** What the page and the city find wrong with the answers as they are now. */
function wrongOf(props: { service: Service; draft: Draft; refusals: ReadonlyMap<string, string> }) {
  const { form } = props.service;
  const answers = withBlanks(questions([form.schema], props.draft.answers), props.draft.answers);
  const own = [...messages(form, answers, check(form, answers))].map(([at, phrase]) => [at, say(phrase)] as const);
  return new Map([...props.refusals, ...own]);
}
