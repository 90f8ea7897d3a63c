import { Answer } from "../../form/Answer.tsx";
import { isJson, tokens } from "../../form/json.ts";
import { isRefused, parseForm } from "../../form/profile.ts";
import { questions } from "../../form/questions.ts";
import { words } from "../../words/follow.ts";
import { say, sayWord } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import type { Case } from "./reading.ts";

/** What was filled in, in the words of the form; what is not shown says why. */
export function Answers({ of }: { of: Case }) {
  const form = parseForm(of.form?.schema);
  if (isRefused(form)) return null;
  const answers = isJson(of.answersJson) ? of.answersJson : {};
  const hidden = new Map((of.redactions ?? []).map(({ path, reason }) => [tokens(path ?? "")[0], reason] as const));
  return (
    <details class="Follow-answers">
      <summary>
        <h2>{say(words.answers)}</h2>
      </summary>
      <dl>
        {questions([form.schema], answers).map(({ name, title, kind }) => (
          <div key={name}>
            <dt>{say(title)}</dt>
            <dd>
              {hidden.has(name) && answers[name] === undefined ? (
                <span class="Follow-soft">{sayWord(sets.RedactionReason, hidden.get(name))}</span>
              ) : (
                <Answer kind={kind} value={answers[name]} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
