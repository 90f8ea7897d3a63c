import type { ComponentChildren } from "preact";
import { nextSteps, standingTellings, words } from "../../words/follow.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day, moment } from "../../words/time.ts";
import type { Case } from "./reading.ts";

/** What is shown of a case to its applicant and to whoever holds its receipt. */
export type Stands = Pick<
  Case,
  "number" | "stage" | "stateTitle" | "end" | "submittedAt" | "dueDay" | "provisional" | "overdue" | "stoppedSince"
> & {
  readonly department: Case["department"];
  readonly clocks: Case["clocks"];
  readonly supplement: unknown;
  readonly procedure: { readonly title: string | null } | null;
  readonly serviceModule: { readonly title: string | null } | null;
};

/** What matters at once: where it is, who has it, what happens next and by when. */
export function Standing(props: {
  of: Stands;
  since: readonly [name: string, at: string | null];
  children: ComponentChildren;
}) {
  const { of } = props;
  return (
    <>
      <h1 class="Follow-title">{of.serviceModule?.title}</h1>
      <section class="Card Follow-now" aria-labelledby="now">
        <p class="Follow-soft">{of.number}</p>
        <h2 id="now">{of.end ? sayWord(sets.CaseEnd, of.end) : of.stateTitle}</h2>
        <dl>
          {props.children}
          <dt>{say(words.by)}</dt>
          <dd>
            <By of={of} />
          </dd>
          <dt>{say(words.next)}</dt>
          <dd>{nextOf(of)}</dd>
          <dt>{say(words.with)}</dt>
          <dd>
            {of.department?.title}{" "}
            {of.department?.phone && <a href={`tel:${of.department.phone}`}>{of.department.phone}</a>}
          </dd>
          <dt>{props.since[0]}</dt>
          <dd>{day(props.since[1])}</dd>
          <dt>{say(words.handedIn)}</dt>
          <dd>{moment(of.submittedAt)}</dd>
        </dl>
        <Limits of={of} />
      </section>
    </>
  );
}

function By({ of }: { of: Stands }) {
  if (of.end) return <>{say(words.over)}</>;
  if (of.stoppedSince) return <>{tell(standingTellings.stopped, day(of.stoppedSince), whyOf(of))}</>;
  if (!of.dueDay) return <>{say(words.notYet)}</>;
  const left = of.clocks?.find(({ clock }) => clock === "PROMISED")?.workingDaysLeft;
  return (
    <>
      {day(of.dueDay)} {left != null && !of.overdue && tell(standingTellings.left, left)}
      {of.overdue && <span class="Chip Chip-bad">△ {say(words.overdue)}</span>}{" "}
      {of.provisional && say(words.provisional)}
    </>
  );
}

/** Why the limits stand still. */
function whyOf(of: Stands): string {
  if (of.supplement) return say(words.stoppedForYou);
  return of.procedure?.title ? tell(standingTellings.procedure, of.procedure.title) : say(words.suspended);
}

function nextOf(of: Stands): string {
  if (of.end || !of.stage) return say(nextSteps.CLOSED);
  if (of.supplement) return say(words.nextYours);
  if (of.procedure?.title) return tell(standingTellings.procedureNext, of.procedure.title);
  return sayWord(nextSteps, of.stage);
}

/** Every date that runs. */
function Limits({ of }: { of: Stands }) {
  const all = (of.clocks ?? []).filter(({ clock, dueDay }) => clock && dueDay);
  if (all.length === 0) return null;
  return (
    <details>
      <summary>{say(words.dates)}</summary>
      <ul>
        {all.map((one) => (
          <li key={`${one.clock} ${one.dueDay}`}>
            {sayWord(sets.Clock, one.clock)}: {day(one.dueDay)}{" "}
            {one.workingDaysLeft != null && tell(standingTellings.left, one.workingDaysLeft)}{" "}
            {one.provisional && say(words.provisional)}
          </li>
        ))}
      </ul>
    </details>
  );
}
