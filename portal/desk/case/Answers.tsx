import { Answers as Given } from "../../form/Answer.tsx";
import { titleAt } from "../../form/answers.ts";
import { formOf } from "../../form/profile.ts";
import { tellings, words } from "../../words/desk-case.ts";
import { say, tell } from "../../words/say.ts";
import { type Found, hiddenOf } from "./reading.ts";

/** What was asked and answered, with what may be wrong in it. */
export function Answers(props: { found: Found }) {
  const { found } = props;
  const form = formOf(found.form?.schema);
  const warnings = found.warnings ?? [];
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{say(words.answers.title)}</h2>
      {warnings.length > 0 && (
        <div class="Note Note-warn">
          <h3>
            <span aria-hidden="true">△ </span>
            {say(words.answers.warnings)}
          </h3>
          <ul>
            {warnings.map(({ path, message }) => (
              <li key={path}>{tell(tellings.named, say(titleAt(form, path ?? "")), message ?? "")}</li>
            ))}
          </ul>
        </div>
      )}
      <Given
        class="Answers"
        schemas={form ? [form.schema] : []}
        value={found.answersJson}
        hidden={hiddenOf(found.redactions)}
      />
    </section>
  );
}
