import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../../api/failure.ts";
import { Answer } from "../../form/Answer.tsx";
import { questions } from "../../form/questions.ts";
import { Failed } from "../../parts/Failed.tsx";
import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { words } from "../../words/desk-file.ts";
import { language, say } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { shared } from "../../words/shared.ts";
import { type Draft, file, refusalsOf, type Service } from "./filing.ts";

/** Everything once more, to be read to the person, before it is handed in. */
export function Check(props: {
  service: Service;
  draft: Draft;
  back: string;
  onRefused: (answers: ReadonlyMap<string, string>) => void;
}) {
  const { service, draft } = props;
  const [failure, setFailure] = useState<Failure | null>(null);
  const isSending = useRef(false);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const send = async (): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    setFailure(null);
    const outcome = await file(service, draft);
    isSending.current = false;
    if (outcome.ok) {
      const { number, position } = outcome.value;
      const at = new URLSearchParams(position ? { at: position } : {});
      return go(`/desk/file/receipt/${encodeURIComponent(number)}?${at}`, "replace");
    }
    const { answers } = refusalsOf(outcome.failure);
    props.onRefused(answers);
    if (answers.size === 0) setFailure(outcome.failure);
  };
  return (
    <div class="File">
      <p class="File-service">{say(service.title)}</p>
      <h1 ref={head} tabIndex={-1}>
        {say(words.file.check)}
      </h1>
      <p>{say(words.file.checkHint)}</p>
      <Given service={service} draft={draft} />
      {failure && <Failed failure={failure} />}
      <div class="Buttons File-ways">
        <button type="button" onClick={() => void send()}>
          {say(words.file.send)}
        </button>
        <Link to={props.back} class="File-way">
          {say(shared.change)}
        </Link>
      </div>
    </div>
  );
}

function Given(props: { service: Service; draft: Draft }) {
  const { service, draft } = props;
  const chosen = service.documents.filter(({ name }) => draft.documents.includes(name));
  const titles = chosen.map(({ title }) => say(title)).join(language.value === "en" ? ", " : "、");
  return (
    <dl class="File-given">
      <dt>{say(words.whom.channel)}</dt>
      <dd>{say(sets.Channel[draft.channel])}</dd>
      <dt>{say(sets.ApplicantKind[draft.kind])}</dt>
      <dd>{draft.kind === "ANONYMOUS" ? say(words.whom.nobody) : draft.person.trim().toUpperCase()}</dd>
      {questions([service.form.schema], draft.answers).map(({ name, title, kind }) => (
        <>
          <dt key={name}>{say(title)}</dt>
          <dd>
            <Answer kind={kind} value={draft.answers[name]} />
          </dd>
        </>
      ))}
      {service.documents.length > 0 && (
        <>
          <dt>{say(words.papers.title)}</dt>
          <dd>
            {titles || say(words.papers.none)} {draft.promised && say(words.papers.promised)}
          </dd>
        </>
      )}
    </dl>
  );
}
