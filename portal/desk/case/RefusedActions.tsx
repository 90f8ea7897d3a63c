import { tellings, words } from "../../words/desk-case.ts";
import { say, tell } from "../../words/say.ts";
import type { OneCaseQuery } from "../operations.ts";
import type { Found } from "./reading.ts";
import { refusedOf } from "./refused.ts";

/** What else the service knows at this point, and why it is not for this officer now. */
export function RefusedActions(props: { found: Found; viewer: OneCaseQuery["viewer"] }) {
  const refused = refusedOf(props.found, props.viewer);
  if (refused.length === 0) return null;
  return (
    <details class="Folded">
      <summary>{say(words.acts.refused)}</summary>
      <ul>
        {refused.map(({ name, title, why }) => (
          <li key={name}>{tell(tellings.named, title, say(words.why[why]))}</li>
        ))}
      </ul>
    </details>
  );
}
