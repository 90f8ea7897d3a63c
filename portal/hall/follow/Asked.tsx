import { titleAt } from "../../form/answers.ts";
import { formOf } from "../../form/profile.ts";
import { wantedTellings, words } from "../../words/follow.ts";
import { lastDay } from "../../words/lastDay.ts";
import { say, tell } from "../../words/say.ts";
import { day } from "../../words/time.ts";
import type { Case } from "./reading.ts";

/** What the notice that waits for an answer asks: each answer and each document by its name, and why. */
export function Asked({ of }: { of: Case }) {
  const { supplement } = of;
  if (!supplement) return null;
  const form = formOf(of.form?.schema);
  const items = (supplement.items ?? []).map((pointer) => say(titleAt(form, pointer)));
  const documents = (supplement.documents ?? []).map(
    (name) => of.documents?.find((document) => document.name === name)?.title ?? name,
  );
  const why = of.timeline?.nodes.findLast(({ type }) => type === "SupplementRequested")?.reason;
  return (
    <div class="Card Follow-asked">
      <h3>{tell(wantedTellings.supplement, day(lastDay(supplement.dueAt ?? "")))}</h3>
      {why && <p>{why}</p>}
      <ul>
        {[...new Set(items)].map((item) => (
          <li key={item}>{item}</li>
        ))}
        {documents.map((document) => (
          <li key={document}>
            <a href="#documents">{document}</a>
          </li>
        ))}
      </ul>
      <p>{say(words.stoppedForYou)}</p>
    </div>
  );
}
