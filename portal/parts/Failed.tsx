import type { Failure } from "../api/failure.ts";
import { say, tell } from "../words/say.ts";
import { broken, busy, failures, shared } from "../words/shared.ts";

/** What happened, what is kept and what to do next. */
export function Failed(props: { failure: Failure; again?: () => void }) {
  return (
    <div class="Failed" role="alert">
      <p>{explain(props.failure)}</p>
      {props.again && (
        <button type="button" class="quiet" onClick={props.again}>
          {say(shared.again)}
        </button>
      )}
    </div>
  );
}

export function explain(failure: Failure): string {
  switch (failure.kind) {
    case "offline":
    case "slow":
    case "denied":
    case "gone":
      return say(failures[failure.kind]);
    case "busy":
      return tell(busy, failure.seconds);
    case "broken":
      return tell(broken, failure.reference);
    case "refused":
      return failure.findings.map((finding) => finding.message).join(" ");
  }
}
