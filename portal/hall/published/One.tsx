import "./Published.css";
import { useFresh } from "../../api/fresh.ts";
import { Answer } from "../../form/Answer.tsx";
import { isBlank } from "../../form/blank.ts";
import { isJson } from "../../form/json.ts";
import { formOf } from "../../form/profile.ts";
import { questions } from "../../form/questions.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Missing } from "../../parts/Missing.tsx";
import { Link } from "../../route/Link.tsx";
import { parts, words } from "../../words/published.ts";
import { say, sayWord } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day } from "../../words/time.ts";
import { PublishedOneDocument, type PublishedOneQuery } from "../operations.ts";
import { headingOf, writtenIn } from "./reading.ts";

type Case = NonNullable<PublishedOneQuery["case"]>;

/** One of those, as everybody may read it: also for its own applicant. */
export function One(props: { number: string }) {
  const found = useFresh(PublishedOneDocument, { number: props.number }, props.number, "public");
  return (
    <>
      <p>
        <Link to="/published">{say(words.back)}</Link>
      </p>
      <Freshly of={found}>{({ case: of }) => (of ? <Known of={of} /> : <Missing />)}</Freshly>
    </>
  );
}

function Known({ of }: { of: Case }) {
  const written = writtenIn(of);
  const heading = headingOf(of);
  return (
    <article>
      <h1>{heading}</h1>
      {written
        .filter(({ text }) => text !== heading)
        .map(({ name, text, act, at }) => (
          <section key={`${at} ${name}`}>
            <h2>{sayWord(parts, name) === name ? act : sayWord(parts, name)}</h2>
            <p class="Published-text">{text}</p>
          </section>
        ))}
      <Given of={of} />
      <dl>
        <dt>{say(words.service)}</dt>
        <dd>{of.serviceModule?.title}</dd>
        <dt>{say(words.department)}</dt>
        <dd>{of.department?.title}</dd>
        <dt>{say(words.asked)}</dt>
        <dd>{day(of.submittedAt)}</dd>
        {written.length > 0 && (
          <>
            <dt>{say(words.answered)}</dt>
            <dd>{day(written.at(-1)?.at)}</dd>
          </>
        )}
        <dt>{say(words.state)}</dt>
        <dd>{of.end ? sayWord(sets.CaseEnd, of.end) : of.stateTitle}</dd>
        <dt>{say(words.number)}</dt>
        <dd>{of.number}</dd>
      </dl>
    </article>
  );
}

/** The answers that everybody may read; what they may not is not even named. */
function Given({ of }: { of: Case }) {
  const form = formOf(of.form?.schema);
  const answers = isJson(of.answersJson) ? of.answersJson : {};
  if (!form) return null;
  const asked = questions([form.schema], answers).filter(({ name }) => !isBlank(answers[name]));
  if (asked.length === 0) return null;
  return (
    <section aria-labelledby="given">
      <h2 id="given">{say(words.given)}</h2>
      <dl class="Published-given">
        {asked.map((question) => (
          <div key={question.name}>
            <dt>{say(question.title)}</dt>
            <dd>
              <Answer kind={question.kind} value={answers[question.name]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
