import { Link } from "../../route/Link.tsx";
import { apply } from "../../words/apply.ts";
import { say } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";

/** The ways on and back from a step. */
export function Onward(props: { back: string | undefined; isChange: boolean }) {
  return (
    <div class="Apply-ways">
      <button type="submit">{say(shared.continue)}</button>
      {props.back && (
        <Link class="Way" to={props.back}>
          {say(props.isChange ? apply.toCheck : apply.back)}
        </Link>
      )}
    </div>
  );
}
