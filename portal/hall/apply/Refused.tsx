import type { Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { Link } from "../../route/Link.tsx";
import { apply } from "../../words/apply.ts";
import { say } from "../../words/say.ts";
import { isRefusedFor } from "./submit.ts";

/** Why an application was not taken, where it is not about one answer, and what to do now. */
export function Refused(props: { failure: Failure; again: () => void }) {
  const { failure } = props;
  if (isRefusedFor(failure, "IDEMPOTENCY_KEY_REUSED"))
    return (
      <div class="Failed" role="alert">
        <p>{say(apply.sentBefore)}</p>
        <Link class="Way" to="/cases">
          {say(apply.myCases)}
        </Link>
      </div>
    );
  if (isRefusedFor(failure, "STALE_MODULE_REVISION"))
    return (
      <div class="Failed" role="alert">
        <p>{say(apply.newForm)}</p>
        <button type="button" class="quiet" onClick={props.again}>
          {say(apply.load)}
        </button>
      </div>
    );
  return <Failed failure={failure} />;
}
