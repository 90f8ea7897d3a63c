import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import type { Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { words } from "../../words/desk-case.ts";
import { say } from "../../words/say.ts";
import { EntryGroup } from "../Entry.tsx";
import { type Channel, PresentDocumentsDocument } from "../operations.ts";
import type { Found } from "./reading.ts";

/** Records what somebody brings to the counter. */
export function Present(props: {
  found: Found;
  way: { readonly channel?: Channel };
  read: (position: string | null) => Promise<void>;
}) {
  const { found } = props;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isMissing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const wanted = (found.documents ?? []).filter((document) => !document.presented);
  if (wanted.length === 0 || found.stage === "CLOSED") return null;
  const present = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setMissing(chosen.length === 0);
    if (chosen.length === 0) return document.getElementById("present")?.focus();
    const input = { caseId: found.id, documents: [...chosen], expectedRevision: found.revision, ...props.way };
    const outcome = await act(PresentDocumentsDocument, { input }, (answer) => answer.presentDocuments);
    setFailure(outcome.ok ? null : outcome.failure);
    if (!outcome.ok) return;
    setChosen([]);
    await props.read(outcome.value);
  };
  const others = (name: string) => chosen.filter((one) => one !== name);
  return (
    <details class="Folded">
      <summary>{say(words.documents.present)}</summary>
      <form noValidate onSubmit={(event) => void present(event)}>
        {failure && <Failed failure={failure} />}
        <EntryGroup
          id="present"
          label={say(words.documents.which)}
          error={isMissing ? say(words.acts.missing) : undefined}
        >
          <div class="Entry-options">
            {wanted.map(({ name, title }) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={chosen.includes(name ?? "")}
                  onChange={(event) =>
                    setChosen(event.currentTarget.checked ? [...others(name ?? ""), name ?? ""] : others(name ?? ""))
                  }
                />
                {title}
              </label>
            ))}
          </div>
        </EntryGroup>
        <button type="submit">{say(words.documents.present)}</button>
      </form>
    </details>
  );
}
