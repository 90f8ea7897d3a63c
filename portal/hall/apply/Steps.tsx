import "./Apply.css";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Draft } from "../../form/draft.ts";
import { focusOn } from "../../parts/ErrorSummary.tsx";
import { go } from "../../route/route.ts";
import { apply, step as stepOf } from "../../words/apply.ts";
import { type Phrase, say, tell } from "../../words/say.ts";
import { Check } from "./Check.tsx";
import { Documents } from "./Documents.tsx";
import type { Kept } from "./kept.ts";
import { Questions } from "./Questions.tsx";
import { Saved } from "./Saved.tsx";
import type { Service } from "./service.ts";
import { addressOf, type Step, stepsOf } from "./steps.ts";

/** What the city did not accept of the last attempt, by pointers into the answers. */
export type Refusals = ReadonlyMap<string, string>;

export interface StepProps {
  readonly service: Service;
  readonly draft: Draft;
  readonly kept: Kept;
  readonly steps: readonly Step[];
  readonly refusals: Refusals;
  readonly setRefusals: (refusals: Refusals) => void;
}

/** One step of the application, with what was kept until now. */
export function Steps(props: {
  service: Service;
  draft: Draft;
  kept: Kept;
  step: string;
  isChange: boolean;
  again: () => void;
}) {
  const { service, draft, kept, isChange } = props;
  const [refusals, setRefusals] = useState<Refusals>(new Map());
  const steps = stepsOf(service, draft);
  const place = Math.max(
    steps.findIndex(({ name }) => name === props.step),
    0,
  );
  const step = steps[place];
  useFocus(step?.name);
  if (!step) return null;
  const before = steps[place - 1];
  const back = isChange ? addressOf(service.name, "check") : before && addressOf(service.name, before.name);
  const next = () => go(addressOf(service.name, isChange ? "check" : (steps[place + 1]?.name ?? "check")));
  const given = { service, draft, kept, steps, refusals, setRefusals };
  return (
    <div class="Apply">
      <Head service={service} title={titleOf(step)} place={place + 1} count={steps.length} />
      {step.kind === "ask" && (
        <Questions key={step.name} {...given} page={step.page} back={back} isChange={isChange} next={next} />
      )}
      {step.kind === "documents" && <Documents {...given} back={back} isChange={isChange} next={next} />}
      {step.kind === "check" && <Check {...given} back={back} again={props.again} />}
      <Saved draft={draft} kept={kept} service={service.name} />
    </div>
  );
}

function titleOf(step: Step): Phrase {
  switch (step.kind) {
    case "ask":
      return apply.title;
    case "documents":
      return apply.documentsTitle;
    case "check":
      return apply.checkTitle;
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
