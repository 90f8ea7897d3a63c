import "./Answer.css";
import type { Point } from "../parts/border.ts";
import { Later } from "../parts/Later.tsx";
import { form, item } from "../words/form.ts";
import { whole } from "../words/number.ts";
import { language, say, tell } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { day } from "../words/time.ts";
import { given, type Hidden, insteadOf } from "./answers.ts";
import { isBlank } from "./blank.ts";
import { placeText, pointOf } from "./field/where.ts";
import { isJson, member } from "./json.ts";
import type { Kind, Option } from "./questions.ts";
import type { Schema } from "./schema.ts";

interface Read {
  readonly value: unknown;
  /** JSON Pointer of the value; what is hidden is looked up by it. */
  readonly at?: string | undefined;
  readonly hidden?: Hidden | undefined;
}

const NOTHING: Hidden = new Map();

/** Everything that a form was answered, in its words. */
export function Answers(props: Read & { schemas: readonly Schema[]; class?: string }) {
  const { hidden = NOTHING, at = "" } = props;
  const all = given(props.schemas, props.value, hidden, at);
  if (all.length === 0) return null;
  return (
    <dl class={props.class}>
      {all.map((one) => (
        <div key={one.at}>
          <dt>{say(one.title)}</dt>
          <dd>
            <Answer kind={one.kind} value={one.value} at={one.at} hidden={hidden} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** An answer as people read it, also one of which the form knows nothing. */
export function Answer(props: Read & { kind: Kind | undefined }) {
  const { kind, value, hidden = NOTHING, at = "" } = props;
  const instead = insteadOf(hidden, at, value);
  if (instead !== undefined) return <span class="Answer-hidden">{instead}</span>;
  if (isBlank(value)) return <span class="Answer-none">{say(form.notAnswered)}</span>;
  if (Array.isArray(value) && kind?.kind !== "several") return <Items {...props} items={value} />;
  if (!isJson(value)) return <span class="Answer-text">{written(kind, value)}</span>;
  if (kind?.kind !== "group") return <Answers {...props} schemas={[]} class="Answer-members" />;
  const point = kind.isPlace ? pointOf(value) : undefined;
  if (point) return <Place at={point} />;
  return <Answers {...props} schemas={kind.schemas} class="Answer-members" />;
}

function Items(props: Read & { kind: Kind | undefined; items: readonly unknown[] }) {
  const { kind, hidden, at = "" } = props;
  return (
    <ol class="Answer-list">
      {props.items.map((one, index) => (
        <li key={index}>
          <span class="Answer-place">{tell(item, index + 1)}</span>
          <Answer
            kind={kind?.kind === "list" ? kind.item : undefined}
            value={one}
            at={member(at, index)}
            hidden={hidden}
          />
        </li>
      ))}
    </ol>
  );
}

/** Most answers are no place, and its map comes only with one. */
const loadShown = () => import("./field/PlaceShown.tsx");

function Place({ at }: { at: Point }) {
  return (
    <>
      <span class="Answer-text">{placeText(at)}</span>
      <Later load={loadShown} instead={<div class="Place-shown" />}>
        {({ PlaceShown }) => <PlaceShown at={at} />}
      </Later>
    </>
  );
}

function written(kind: Kind | undefined, value: unknown): string {
  if (typeof value === "boolean") return say(value ? shared.yes : shared.no);
  if (typeof value === "number") return whole(value);
  switch (kind?.kind) {
    case "choice":
      return optionOf(kind.options, value);
    case "several":
      return (Array.isArray(value) ? value : [])
        .map((one) => optionOf(kind.options, one))
        .join(language.value === "en" ? ", " : "、");
    case "date":
      return Number.isNaN(Date.parse(String(value))) ? String(value) : day(String(value));
    default:
      return String(value);
  }
}

function optionOf(options: readonly Option[], value: unknown): string {
  const option = options.find((one) => one.value === value);
  return option ? say(option.title) : String(value);
}
