import { tellings, words } from "../../words/desk-case.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { shared } from "../../words/shared.ts";
import { day } from "../../words/time.ts";
import { type Row, rowsOf, type Shown, titleAt } from "./answers.ts";
import type { Found } from "./reading.ts";

/** What was asked and answered, with what may be wrong in it. */
export function Answers(props: { found: Found }) {
  const { found } = props;
  const rows = rowsOf(found.form?.schema, found.answersJson, redactionsOf(found.redactions));
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
              <li key={path}>{tell(tellings.named, say(titleAt(found.form?.schema, path ?? "")), message ?? "")}</li>
            ))}
          </ul>
        </div>
      )}
      <Rows rows={rows} />
    </section>
  );
}

export function redactionsOf(redactions: Found["redactions"]): ReadonlyMap<string, string> {
  return new Map((redactions ?? []).map(({ path, reason }) => [path ?? "", reason ?? ""]));
}

export function Rows(props: { rows: readonly Row[] }) {
  return (
    <dl class="Answers">
      {props.rows.map((row) => (
        <div key={row.path}>
          <dt>{say(row.title)}</dt>
          <dd>
            <Value shown={row.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value(props: { shown: Shown }) {
  const { shown } = props;
  switch (shown.kind) {
    case "text":
      return <>{shown.text}</>;
    case "word":
      return <>{say(shown.word)}</>;
    case "truth":
      return <>{say(shown.value ? shared.yes : shared.no)}</>;
    case "day":
      return <>{day(shown.day)}</>;
    case "none":
      return <span class="CasePage-soft">{say(words.answers.none)}</span>;
    case "redacted":
      return <span class="Answers-hidden">{tell(tellings.hidden, sayWord(sets.RedactionReason, shown.reason))}</span>;
    case "group":
      return <Rows rows={shown.rows} />;
    case "list":
      return (
        <ul class="Answers-items">
          {shown.items.map((item, index) => (
            <li key={index}>
              <Value shown={item} />
            </li>
          ))}
        </ul>
      );
  }
}
