import "./File.css";
import { useState } from "preact/hooks";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { words } from "../../words/desk-file.ts";
import { say } from "../../words/say.ts";
import { FilingDocument } from "../operations.ts";
import { Check } from "./Check.tsx";
import { Fill } from "./Fill.tsx";
import { type Draft, draftOf, type Hindrance, type Service, serviceOf } from "./filing.ts";

/** Takes one application down for somebody. What is filled in stands on one page, as a person tells it in any order. */
export function File(props: { name: string; isCheck: boolean }) {
  const asked = useFresh(FilingDocument, { name: props.name }, props.name);
  return (
    <Freshly of={asked}>
      {(found) => {
        const service = serviceOf(found);
        if (typeof service === "string") return <Hindered why={service} />;
        return <Known service={service} isCheck={props.isCheck} />;
      }}
    </Freshly>
  );
}

function Hindered(props: { why: Hindrance }) {
  return (
    <>
      <h1>{say(words.file.title)}</h1>
      <p class="Note">{say(words.file[props.why])}</p>
      <Link to="/desk/file" class="File-way">
        {say(words.file.other)}
      </Link>
    </>
  );
}

function Known(props: { service: Service; isCheck: boolean }) {
  const { service } = props;
  const [draft, setDraft] = useState<Draft>(() => draftOf(service));
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());
  // Somebody who opens the address of the check has filled in nothing yet.
  const [isFilled, setFilled] = useState(false);
  const here = `/desk/file/${encodeURIComponent(service.name)}`;
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  if (props.isCheck && isFilled)
    return (
      <Check
        service={service}
        draft={draft}
        back={here}
        onRefused={(answers) => {
          setRefusals(answers);
          if (answers.size > 0) go(here);
        }}
      />
    );
  return (
    <Fill
      service={service}
      draft={draft}
      refusals={refusals}
      change={(part) => {
        if (part.answers) setRefusals(new Map());
        change(part);
      }}
      next={() => {
        setFilled(true);
        go(`${here}?step=check`);
      }}
    />
  );
}
