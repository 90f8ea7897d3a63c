import { useEffect, useRef } from "preact/hooks";
import { explain } from "../../parts/Failed.tsx";
import { tellings, words } from "../../words/desk.ts";
import { say, tell } from "../../words/say.ts";
import type { AssignmentAct } from "../operations.ts";
import type { Result } from "./several.ts";

/** Claims and assigns several cases at once, and says what was done to a single one. */
export function Bulk(props: {
  chosen: number;
  choosable: number;
  isBusy: boolean;
  done: { act: AssignmentAct; number: string } | null;
  onAll: (chosen: boolean) => void;
  onClaim: () => void;
  onAssign: () => void;
}) {
  const isIdle = props.chosen === 0 || props.isBusy;
  return (
    <div class="Buttons Worklist-bulk">
      {props.choosable > 0 && (
        <>
          <label class="Worklist-all">
            <input
              type="checkbox"
              checked={props.chosen === props.choosable}
              onChange={(event) => props.onAll(event.currentTarget.checked)}
            />
            {say(words.list.chooseAll)}
          </label>
          <button type="button" aria-disabled={isIdle} onClick={() => !isIdle && props.onClaim()}>
            {say(words.list.claimChosen)}
          </button>
          <button type="button" class="quiet" aria-disabled={isIdle} onClick={() => !isIdle && props.onAssign()}>
            {say(words.list.assignChosen)}
          </button>
        </>
      )}
      <span role="status">
        {props.chosen > 0 && tell(tellings.chosen, props.chosen)}
        {props.chosen === 0 && props.done && tell(tellings.about, say(words.done[props.done.act]), props.done.number)}
      </span>
    </div>
  );
}

/** What became of each. It takes the focus: the rows that were claimed may be gone. */
export function Results(props: { results: readonly Result[]; isKept: boolean; onClose: () => void }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [props.results]);
  const done = props.results.filter((result) => !result.failure).length;
  return (
    <section class="Results Card">
      <h2 ref={head} tabIndex={-1}>
        {say(words.list.results)}
      </h2>
      <p>
        {tell(tellings.doneOf, done, props.results.length)}
        {props.isKept && ` ${say(words.list.kept)}`}
      </p>
      <ul>
        {props.results.map((result) => (
          <li key={result.id}>
            {result.number} <span aria-hidden="true">{result.failure ? "✕" : "✓"}</span>{" "}
            {result.failure ? explain(result.failure) : say(words.list.succeeded)}
          </li>
        ))}
      </ul>
      <button type="button" class="quiet" onClick={props.onClose}>
        {say(words.list.close)}
      </button>
    </section>
  );
}
