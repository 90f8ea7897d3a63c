import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk-supervision.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { CardMark } from "../Marks.tsx";
import type { MattersQuery } from "../operations.ts";
import { Steps } from "./Steps.tsx";

export type Found = NonNullable<MattersQuery["supervisionMatters"]>["nodes"][number];

/** One matter: what it is about, what was said in it, and what comes next. */
export function Matter(props: { matter: Found; read: (position: string | null) => Promise<void> }) {
  const { matter } = props;
  return (
    <article class="Card Matter" aria-labelledby={`matter-${matter.id}`}>
      <h2 id={`matter-${matter.id}`}>
        <Link to={`/desk/cases/${encodeURIComponent(matter.caseNumber ?? "")}`}>{matter.caseNumber}</Link>{" "}
        {matter.cardKind && <CardMark kind={matter.cardKind} />}
      </h2>
      <p>
        {matter.department?.title} · {sayWord(sets.SupervisionLevel, matter.level)}
        {matter.addressee && ` · ${matter.addressee}`}
      </p>
      <p>
        {matter.closedAt ? tell(tellings.closed, moment(matter.closedAt)) : tell(tellings.due, moment(matter.dueAt))}{" "}
        {matter.extended && <span class="Chip">{say(words.matter.extended)}</span>}{" "}
        {!matter.closedAt && (
          <span class={`Chip Chip-${matter.answeredAt ? "good" : "warn"}`}>
            {say(matter.answeredAt ? words.matter.answered : words.matter.waiting)}
          </span>
        )}
      </p>
      {matter.superiorMissing && <p class="Note Note-warn">{say(words.matter.superiorMissing)}</p>}
      <ol class="Matter-steps">
        {(matter.steps ?? []).map((step) => (
          <li key={`${step.type} ${step.effectiveAt}`}>
            <strong>{sayWord(words.step, step.type)}</strong> {moment(step.effectiveAt)} {step.by?.subject}
            {step.text && <p>{step.text}</p>}
          </li>
        ))}
      </ol>
      <Steps {...props} />
    </article>
  );
}
