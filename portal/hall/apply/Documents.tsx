import { apply, copies, documentForms, mayFollow } from "../../words/apply.ts";
import { language, say, sayWord, tell } from "../../words/say.ts";
import { Onward } from "./Onward.tsx";
import type { StepProps } from "./Steps.tsx";
import type { Document } from "./service.ts";

/** Which documents are handed over now, and whether what may follow will. */
export function Documents(props: StepProps & { back: string | undefined; isChange: boolean; next: () => void }) {
  const { service, draft, kept } = props;
  const own = service.documents.filter((document) => document.isBrought);
  const others = service.documents.filter((document) => !document.isBrought);
  const toggle = (name: string, on: boolean) =>
    kept.change({
      documents: own.map((one) => one.name).filter((one) => (one === name ? on : draft.documents.includes(one))),
    });
  const follows = own.some((document) => document.follows && !draft.documents.includes(document.name));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.next();
      }}
    >
      <fieldset class="Field Form-asked">
        <legend class="Field-label">{say(apply.ownDocuments)}</legend>
        <p class="Field-hint">{say(apply.documentsHint)}</p>
        {own.map((document) => (
          <Own
            key={document.name}
            document={document}
            isChosen={draft.documents.includes(document.name)}
            toggle={(on) => toggle(document.name, on)}
          />
        ))}
      </fieldset>
      {follows && (
        <div class="Field-option Form-asked">
          <input
            type="checkbox"
            id="promise"
            checked={draft.promised}
            onChange={(event) => kept.change({ promised: event.currentTarget.checked })}
          />
          <label for="promise">{say(apply.promise)}</label>
        </div>
      )}
      {others.length > 0 && <Others documents={others} />}
      <Onward back={props.back} isChange={props.isChange} />
    </form>
  );
}

function Own(props: { document: Document; isChosen: boolean; toggle: (on: boolean) => void }) {
  const { document } = props;
  const id = `document-${document.name}`;
  return (
    <div class="Field-option">
      <input
        type="checkbox"
        id={id}
        aria-describedby={`${id}-hint`}
        checked={props.isChosen}
        onChange={(event) => props.toggle(event.currentTarget.checked)}
      />
      <div class="Apply-document">
        <label for={id}>{say(document.title)}</label>
        <p id={`${id}-hint`} class="Field-hint">
          {about(document)}
        </p>
      </div>
    </div>
  );
}

/** What a document must be, in one line. */
function about(document: Document): string {
  const isConditional = document.need === "CONDITIONAL";
  const facts = [
    document.follows ? tell(mayFollow, say(document.follows)) : !isConditional && say(apply.mandatory),
    isConditional && say(document.note ?? apply.conditional),
    `${sayWord(documentForms, document.form)} ${tell(copies, document.count)}`,
    !isConditional && document.note && say(document.note),
  ];
  return facts.filter(Boolean).join(language.value === "en" ? "; " : "；");
}

function Others(props: { documents: readonly Document[] }) {
  return (
    <section class="Form-asked" aria-labelledby="other-documents">
      <h2 id="other-documents">{say(apply.otherDocuments)}</h2>
      <p class="Field-hint">{say(apply.otherHint)}</p>
      <ul>
        {props.documents.map((document) => (
          <li key={document.name}>
            {say(document.title)}
            {document.note && <span class="Apply-note"> {say(document.note)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
