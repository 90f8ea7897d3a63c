import type { Refused } from "../api/refused.ts";
import { say, tell } from "../words/say.ts";
import { refusals, signingIn, wrong } from "../words/sign-in.ts";

/** Why nobody is signed in, and what to do. */
export function Refusal(props: { why: Refused }) {
  return (
    <div class="Failed" role="alert">
      <h2>{say(signingIn.failedTitle)}</h2>
      <p>{props.why.kind === "wrong" ? tell(wrong, props.why.code) : say(refusals[props.why.kind])}</p>
    </div>
  );
}
