import "./Apply.css";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Draft } from "../../form/draft.ts";
import type { Entry } from "../../offline/outbox.ts";
import { entries } from "../../offline/post.ts";
import { focusOn } from "../../parts/ErrorSummary.tsx";
import { go } from "../../route/route.ts";
import { step as stepOf } from "../../words/apply.ts";
import { words as hall } from "../../words/hall.ts";
import { type Phrase, say, tell } from "../../words/say.ts";
import { Check } from "./Check.tsx";
import { Documents } from "./Documents.tsx";
import type { Kept } from "./kept.ts";
import { Questions } from "./Questions.tsx";
import { Saved } from "./Saved.tsx";
import type { Service } from "./service.ts";
import { addressOf, type Step, stepsOf } from "./steps.ts";
import { refusalsOf } from "./submit.ts";

/** What the city did not accept of the last attempt, by pointers into the answers. */
export type Refusals = ReadonlyMap<string, string>;

export interface StepProps {
  readonly service: Service;
  readonly draft: Draft;
  readonly kept: Kept;
  readonly steps: readonly Step[];
  readonly refusals: Refusals;
  readonly setRefusals: (refusals: Refusals) => void;
  readonly owner: string;
  /** The draft in the outbox, once it was posted. */
  readonly entry: Entry | undefined;
}

/** One step of the application, with what was kept until now. */
export function Steps(props: {
  service: Service;
  owner: string;
  draft: Draft;
  kept: Kept;
  step: string;
  isChange: boolean;
  again: () => void;
}) {
  const { service, owner, draft, kept, isChange } = props;
  const entry = entries.value.find(({ key }) => key === draft.key);
  const [refusals, setRefusals] = useRefusals(entry);
  const steps = stepsOf(service, draft);
  // What is on its way is not changed.
  const isOnTheWay = entry !== undefined && entry.state.kind !== "needsYou";
  const wanted = isOnTheWay ? "check" : props.step;
  const place = Math.max(
    steps.findIndex(({ name }) => name === wanted),
    0,
  );
  const step = steps[place];
  useFocus(step?.name);
  if (!step) return null;
  const before = steps[place - 1];
  const back = isChange ? addressOf(service.name, "check") : before && addressOf(service.name, before.name);
  const next = () => go(addressOf(service.name, isChange ? "check" : (steps[place + 1]?.name ?? "check")));
  const given = { service, owner, draft, kept, entry, steps, refusals, setRefusals };
  return (
    <div class="Apply">
      <Head service={service} title={titleOf(step)} place={place + 1} count={steps.length} />
      {step.kind === "ask" && (
        <Questions key={step.name} {...given} page={step.page} back={back} isChange={isChange} next={next} />
      )}
      {step.kind === "documents" && <Documents {...given} back={back} isChange={isChange} next={next} />}
      {step.kind === "check" && <Check {...given} back={back} again={props.again} />}
      {!isOnTheWay && <Saved draft={draft} kept={kept} service={service.name} />}
    </div>
  );
}

/** What the city did not accept, until it is changed. */
function useRefusals(entry: Entry | undefined) {
  const [refusals, setRefusals] = useState<Refusals>(new Map());
  const why = entry?.state.kind === "needsYou" ? entry.state.why : undefined;
  useEffect(() => {
    if (why) setRefusals(refusalsOf(why));
  }, [why]);
  return [refusals, setRefusals] as const;
}

function titleOf(step: Step): Phrase {
  switch (step.kind) {
    case "ask":
      return hall.screens.apply;
    case "documents":
      return hall.screens.documents;
    case "check":
      return hall.screens.check;
  }
}

function Head(props: { service: Service; title: Phrase; place: number; count: number }) {
  return (
    <>
      <p class="Apply-service">{say(props.service.title)}</p>
      <h1 class="Apply-title" id="step-title" tabIndex={-1}>
        {say(props.title)}
        <span class="Apply-place">{tell(stepOf, props.place, props.count)}</span>
      </h1>
    </>
  );
}

/** A new step begins at its heading, or at the answer that the address names; the first one leaves the focus alone. */
function useFocus(step: string | undefined): void {
  const last = useRef(location.hash === "" ? step : undefined);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    if (location.hash) focusOn(location.hash.slice(1));
    else document.getElementById("step-title")?.focus({ preventScroll: true });
  }, [step]);
}
