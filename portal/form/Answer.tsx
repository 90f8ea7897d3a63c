import "./Answer.css";
import { form, item } from "../words/form.ts";
import { language, say, tell } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { day } from "../words/time.ts";
import { isBlank } from "./blank.ts";
import { placeText } from "./field/where.ts";
import { isJson } from "./json.ts";
import { itemQuestion, type Kind, type Question, questions } from "./questions.ts";

/** An answer as people read it. */
export function Answer(props: { kind: Kind; value: unknown }) {
  const { kind, value } = props;
  if (isBlank(value)) return <span class="Answer-none">{say(form.notAnswered)}</span>;
  switch (kind.kind) {
    case "group":
      if (kind.isPlace) return <span class="Answer-text">{placeText(value)}</span>;
      return <Members of={questions(kind.schemas, isJson(value) ? value : {})} value={value} />;
    case "list":
      return (
        <ol class="Answer-list">
          {(Array.isArray(value) ? value : []).map((one, index) => (
            <li key={itemQuestion(kind, index).name}>
              <span class="Answer-place">{tell(item, index + 1)}</span>
              <Answer kind={kind.item} value={one} />
            </li>
          ))}
        </ol>
      );
    default:
      return <span class="Answer-text">{written(kind, value)}</span>;
  }
}

function Members(props: { of: readonly Question[]; value: unknown }) {
  const answers = isJson(props.value) ? props.value : {};
  return (
    <dl class="Answer-members">
      {props.of.map((question) => (
        <div key={question.name}>
          <dt>{say(question.title)}</dt>
          <dd>
            <Answer kind={question.kind} value={answers[question.name]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function written(kind: Kind, value: unknown): string {
  switch (kind.kind) {
    case "choice":
      return optionOf(kind.options, value);
    case "several":
      return (Array.isArray(value) ? value : [])
        .map((one) => optionOf(kind.options, one))
        .join(language.value === "en" ? ", " : "、");
    case "yesNo":
    case "agreement":
      return say(value === true ? shared.yes : shared.no);
    case "whole":
      return typeof value === "number" ? new Intl.NumberFormat(language.value).format(value) : String(value);
    case "date":
      return Number.isNaN(Date.parse(String(value))) ? String(value) : day(String(value));
    default:
      return String(value);
  }
}

function optionOf(options: (Kind & { kind: "choice" })["options"], value: unknown): string {
  const option = options.find((one) => one.value === value);
  return option ? say(option.title) : String(value);
}
