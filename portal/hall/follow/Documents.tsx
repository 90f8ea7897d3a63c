import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import { Failed } from "../../parts/Failed.tsx";
import { documentTellings, words } from "../../words/follow.ts";
import { lastDay } from "../../words/lastDay.ts";
import { say, tell } from "../../words/say.ts";
import { day } from "../../words/time.ts";
import { HandInDocument } from "../operations.ts";
import type { Case, Part } from "./reading.ts";
import { useSending } from "./sending.ts";

type Wanted = NonNullable<Case["documents"]>[number];

/** Which documents are there and which are still to come; these are handed in here. */
export function Documents(part: Part) {
  const all = part.of.documents ?? [];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">{say(words.documents)}</h2>
      <ul>
        {all.map((one) => (
          <li key={one.name}>
            {one.title} <span class="Chip">{say(one.presented ? words.there : words.missing)}</span>
            {one.followsUntil && !one.presented && ` ${tell(documentTellings.before, day(lastDay(one.followsUntil)))}`}
          </li>
        ))}
      </ul>
      <HandIn {...part} all={all} />
    </section>
  );
}

/** Hands in what was not yet, or what a notice asks for anew. */
function HandIn({ of, changed, all }: Part & { all: readonly Wanted[] }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [done, setDone] = useState("");
  const { send, failure, isBusy } = useSending();
  const asked = of.supplement?.documents ?? [];
  const open = of.end ? [] : all.filter(({ name, presented }) => !presented || asked.includes(name ?? ""));
  const still = chosen.filter((name) => open.some((one) => one.name === name));
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (still.length === 0) return;
    const input = { caseId: of.id, documents: [...still] };
    const outcome = await send(input, (idempotencyKey) =>
      act(HandInDocument, { input: { ...input, idempotencyKey } }, (it) => it.presentDocuments),
    );
    if (!outcome?.ok) return;
    setDone(titlesOf(all, still).join(say(words.comma)));
    setChosen([]);
    await changed(outcome.value);
  };
  const toggle = (name: string, isOn: boolean) =>
    setChosen(isOn ? [...still, name] : still.filter((one) => one !== name));
  return (
    <>
      <p role="status">{done && tell(documentTellings.done, done)}</p>
      {open.length > 0 && (
        <form noValidate onSubmit={(event) => void submit(event)}>
          <Choose open={open} chosen={still} toggle={toggle} />
          {failure && <Failed failure={failure} />}
          <button type="submit" aria-disabled={isBusy || still.length === 0}>
            {say(words.handIn)}
          </button>
        </form>
      )}
    </>
  );
}

function Choose(props: {
  open: readonly Wanted[];
  chosen: readonly string[];
  toggle: (name: string, isOn: boolean) => void;
}) {
  return (
    <fieldset class="Field">
      <legend class="Field-label">{say(words.handInWhat)}</legend>
      <p class="Field-hint">{say(words.handInHint)}</p>
      {props.open.map(({ name, title }) => (
        <div key={name} class="Field-option">
          <input
            type="checkbox"
            id={`hand-in-${name}`}
            checked={props.chosen.includes(name ?? "")}
            onChange={(event) => props.toggle(name ?? "", event.currentTarget.checked)}
          />
          <label for={`hand-in-${name}`}>{title}</label>
        </div>
      ))}
    </fieldset>
  );
}

function titlesOf(all: readonly Wanted[], names: readonly string[]): string[] {
  return all.filter(({ name }) => names.includes(name ?? "")).map(({ title }) => title ?? "");
}
