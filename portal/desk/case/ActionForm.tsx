import { useEffect, useRef, useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import type { Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { tellings, words } from "../../words/desk-case.ts";
import { say, tell } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import { type Channel, PerformActionDocument } from "../operations.ts";
import { Demanded, type Department } from "./Demanded.tsx";
import { controlAt, type Demands, type Draft, type Placed, placed, problemsOf, sentOf } from "./demands.ts";
import type { Found } from "./reading.ts";

const NOTHING: Placed = { at: new Map(), whole: [] };

/** One action with what it demands. What is typed belongs to the parent, so that it outlives the form. */
export function ActionForm(props: {
  found: Found;
  departments: readonly Department[];
  demands: Demands;
  way: { readonly channel?: Channel };
  draft: Draft;
  isAvailable: boolean;
  onDraft: (draft: Draft) => void;
  onDone: (position: string | null) => void;
  onStale: () => void;
  onCancel: () => void;
}) {
  const { found, demands } = props;
  const [problems, setProblems] = useState<Placed>(NOTHING);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  const keyOf = useKey();
  useEffect(() => head.current?.focus(), []);
  const show = (next: Placed) => {
    setProblems(next);
    focusFirst(next);
  };
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy || !props.isAvailable) return;
    setFailure(null);
    const at = problemsOf(demands, props.draft);
    if (at.size > 0) return show({ at, whole: [] });
    setBusy(true);
    const input = { ...sentOf(demands, props.draft), ...props.way, caseId: found.id, expectedRevision: found.revision };
    const idempotencyKey = keyOf(JSON.stringify(input));
    const outcome = await act(PerformActionDocument, { input: { ...input, idempotencyKey } }, (it) => it.performAction);
    setBusy(false);
    if (outcome.ok) return props.onDone(outcome.value);
    if (outcome.failure.kind !== "refused") return setFailure(outcome.failure);
    show(placed(demands, props.draft, outcome.failure.findings));
    if (outcome.failure.findings.some(({ code }) => code === "STALE_REVISION")) props.onStale();
  };
  return (
    <form class="ActionForm Card" noValidate onSubmit={(event) => void send(event)} aria-labelledby="act-head">
      <h3 id="act-head" ref={head} tabIndex={-1}>
        {demands.title}
      </h3>
      {!props.isAvailable && <p class="Note Note-warn">{say(words.acts.gone)}</p>}
      {failure && <Failed failure={failure} />}
      <Whole whole={problems.whole} />
      <Demanded {...props} errors={problems.at} />
      <div class="Buttons">
        <button type="submit" aria-disabled={isBusy || !props.isAvailable}>
          {tell(tellings.confirm, demands.title)}
        </button>
        <button type="button" class="quiet" onClick={props.onCancel}>
          {say(shared.cancel)}
        </button>
      </div>
    </form>
  );
}

function Whole(props: { whole: readonly string[] }) {
  return (
    <div id="act-whole" class={props.whole.length > 0 ? "Refused" : undefined} tabIndex={-1} role="alert">
      {props.whole.map((message) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}

/** The same content has the same key, so that a second try after a lost answer does nothing twice. */
function useKey(): (content: string) => string {
  const last = useRef({ content: "", key: "" });
  return (content) => {
    if (last.current.content !== content) last.current = { content, key: crypto.randomUUID() };
    return last.current.key;
  };
}

function focusFirst(problems: Placed): void {
  const [place] = problems.at.keys();
  const id = place === undefined ? "act-whole" : controlAt(place);
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
