import { Answers as Given } from "../../form/Answer.tsx";
import { formOf } from "../../form/profile.ts";
import { words } from "../../words/follow.ts";
import { say, sayWord } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import type { Case } from "./reading.ts";

/** What was filled in, in the words of the form; what is not shown says why. */
export function Answers({ of }: { of: Case }) {
  const form = formOf(of.form?.schema);
  if (!form) return null;
  const hidden = new Map(
    (of.redactions ?? []).map(({ path, reason }) => [path ?? "", sayWord(sets.RedactionReason, reason)]),
  );
  return (
    <details class="Follow-answers">
      <summary>
        <h2>{say(words.answers)}</h2>
      </summary>
      <Given schemas={[form.schema]} value={of.answersJson} hidden={hidden} />
    </details>
  );
}
