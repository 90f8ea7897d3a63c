import { titleAt } from "../../form/answers.ts";
import { formOf } from "../../form/profile.ts";
import { tellings, words } from "../../words/desk-case.ts";
import { lastDay } from "../../words/lastDay.ts";
import { say, tell } from "../../words/say.ts";
import { day } from "../../words/time.ts";
import type { Channel } from "../operations.ts";
import { Present } from "./Present.tsx";
import type { Found } from "./reading.ts";

/** Which documents were handed in, and what the applicant was asked to supply. */
export function Documents(props: {
  found: Found;
  way: { readonly channel?: Channel };
  read: (position: string | null) => Promise<void>;
}) {
  const documents = props.found.documents ?? [];
  if (documents.length === 0 && !props.found.supplement) return null;
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">{say(words.documents.title)}</h2>
      <ul class="CasePage-list">
        {documents.map((document) => (
          <li key={document.name}>
            {document.title} <Verdict document={document} />
            {document.followsUntil && !document.presented && (
              <p class="CasePage-soft">{tell(tellings.follows, day(lastDay(document.followsUntil)))}</p>
            )}
          </li>
        ))}
      </ul>
      <Supplement found={props.found} />
      <Present {...props} />
    </section>
  );
}

function Verdict(props: { document: { presented: boolean | null; wanted: boolean | null } }) {
  const { presented, wanted } = props.document;
  if (presented)
    return (
      <span class="Chip Chip-good">
        <span aria-hidden="true">✓ </span>
        {say(words.documents.presented)}
      </span>
    );
  if (!wanted) return <span class="Chip">{say(words.documents.unwanted)}</span>;
  return (
    <span class="Chip Chip-warn">
      <span aria-hidden="true">△ </span>
      {say(words.documents.missing)}
    </span>
  );
}

function Supplement(props: { found: Found }) {
  const { supplement, documents } = props.found;
  if (!supplement) return null;
  const form = formOf(props.found.form?.schema);
  const named = (supplement.documents ?? []).map((name) => documents?.find((one) => one.name === name)?.title ?? name);
  return (
    <div class="Note Note-warn">
      <h3>{say(words.supplement.title)}</h3>
      <ul>
        {[...(supplement.items ?? []).map((path) => say(titleAt(form, path))), ...named].map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
      {supplement.dueAt && <p>{tell(tellings.lapses, day(lastDay(supplement.dueAt)))}</p>}
    </div>
  );
}
