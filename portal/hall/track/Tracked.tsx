import { isJson, tokens } from "../../form/json.ts";
import { formOf } from "../../form/profile.ts";
import { questions } from "../../form/questions.ts";
import { wantedTellings, words } from "../../words/follow.ts";
import { lastDay } from "../../words/lastDay.ts";
import { say, tell } from "../../words/say.ts";
import { day } from "../../words/time.ts";
import { track } from "../../words/track.ts";
import { Standing } from "../follow/Standing.tsx";
import type { Found } from "./Track.tsx";

/** What the receipt shows of its case. */
export function Tracked(props: { of: Found; again: () => void; isBusy: boolean }) {
  const { of } = props;
  return (
    <>
      <Standing of={of} since={[say(track.changed), of.updatedAt]}>
        <dt>{say(words.asked)}</dt>
        <dd>{of.supplement ? <Asked of={of} /> : say(words.nothing)}</dd>
      </Standing>
      <p>{say(track.more)}</p>
      <button type="button" class="quiet" aria-disabled={props.isBusy} onClick={props.again}>
        {say(track.again)}
      </button>
    </>
  );
}

function Asked({ of }: { of: Found }) {
  const form = formOf(of.serviceModule?.form?.schema);
  const all = form ? questions([form.schema], {}) : [];
  const items = (of.supplement?.items ?? []).map((pointer) => {
    const question = all.find(({ name }) => name === tokens(pointer)[0]);
    return question ? say(question.title) : nameIn(of, pointer);
  });
  const documents = (of.supplement?.documents ?? []).map(
    (name) => of.serviceModule?.guide?.documents?.find((one) => one.name === name)?.title ?? name,
  );
  return (
    <>
      {tell(wantedTellings.supplement, day(lastDay(of.supplement?.dueAt ?? "")))}
      <ul>
        {[...new Set([...items, ...documents])].map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}

/** The title of a field that only some are asked. */
function nameIn(of: Found, pointer: string): string {
  const name = tokens(pointer)[0] ?? "";
  return titleIn(of.serviceModule?.form?.schema, name) ?? pointer;
}

function titleIn(schema: unknown, name: string): string | null {
  if (Array.isArray(schema)) return schema.map((one) => titleIn(one, name)).find((title) => title !== null) ?? null;
  if (!isJson(schema)) return null;
  const field = isJson(schema.properties) ? schema.properties[name] : null;
  if (isJson(field) && typeof field.title === "string") {
    const en = field["x-cityhall-title-en"];
    return say({ zh: field.title, en: typeof en === "string" ? en : field.title });
  }
  return (
    Object.values(schema)
      .map((one) => titleIn(one, name))
      .find((title) => title !== null) ?? null
  );
}
