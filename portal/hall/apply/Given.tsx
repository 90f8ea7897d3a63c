import { Answer } from "../../form/Answer.tsx";
import { idOf } from "../../form/field/field.ts";
import { member } from "../../form/json.ts";
import { Link } from "../../route/Link.tsx";
import { apply, changeWhat } from "../../words/apply.ts";
import { language, say, tell } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import type { StepProps } from "./Steps.tsx";
import { addressOf } from "./steps.ts";

/** What was filled in and chosen, each with a way to change it that leads back here. */
export function Given(props: StepProps) {
  const { service, draft, steps } = props;
  return (
    <dl class="Given">
      {steps.flatMap((step) =>
        step.kind === "ask"
          ? step.page.questions.map((question) => (
              <div key={question.name} class="Given-row">
                <dt>{say(question.title)}</dt>
                <dd>
                  <Answer kind={question.kind} value={draft.answers[question.name]} />
                </dd>
                <Change
                  to={`${addressOf(service.name, step.name, true)}#${idOf(member("", question.name))}`}
                  what={say(question.title)}
                />
              </div>
            ))
          : [],
      )}
      {steps.some((step) => step.kind === "documents") && <Chosen {...props} />}
    </dl>
  );
}

function Change(props: { to: string; what: string }) {
  return (
    <dd class="Given-change">
      <Link class="Way" to={props.to}>
        <span aria-hidden="true">{say(shared.change)}</span>
        <span class="visually-hidden">{tell(changeWhat, props.what)}</span>
      </Link>
    </dd>
  );
}

function Chosen({ service, draft }: StepProps) {
  const own = service.documents.filter((document) => document.isBrought);
  const chosen = own.filter((document) => draft.documents.includes(document.name));
  const to = addressOf(service.name, "documents", true);
  const titles = chosen.map((document) => say(document.title)).join(language.value === "en" ? ", " : "、");
  const follows = own.some((document) => document.follows && !chosen.includes(document));
  return (
    <>
      <div class="Given-row">
        <dt>{say(apply.handedOver)}</dt>
        <dd>{titles || say(apply.noneHandedOver)}</dd>
        <Change to={to} what={say(apply.handedOver)} />
      </div>
      {follows && (
        <div class="Given-row">
          <dt>{say(apply.follow)}</dt>
          <dd>{say(draft.promised ? apply.promised : apply.notPromised)}</dd>
          <Change to={to} what={say(apply.follow)} />
        </div>
      )}
    </>
  );
}
