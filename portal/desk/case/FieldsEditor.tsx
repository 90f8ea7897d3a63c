import { tellings, words } from "../../words/desk-case.ts";
import { say, tell } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import { DayInput } from "../DayInput.tsx";
import { type Described, Field, FieldGroup } from "../Field.tsx";
import type { Editable, Typed } from "./editing.ts";

/** The controls for the fields of a schema. `part` is where the fields stand in what is sent. */
export function FieldsEditor(props: {
  part: "fields" | "answers";
  fields: readonly Editable[];
  typed: Typed;
  errors: ReadonlyMap<string, string>;
  onType: (typed: Typed) => void;
}) {
  return (
    <>
      {props.fields.map((field) => (
        <One
          key={field.name}
          id={idOf(`${props.part}/${field.name}`)}
          field={field}
          value={props.typed[field.name] ?? ""}
          error={props.errors.get(`${props.part}/${field.name}`)}
          onChange={(value) => props.onType({ ...props.typed, [field.name]: value })}
        />
      ))}
    </>
  );
}

/** The id of the control at a place of what is sent. */
export function idOf(place: string): string {
  return `act-${place.replaceAll("/", "-")}`;
}

interface OneProps {
  readonly id: string;
  readonly field: Editable;
  readonly value: string | readonly string[];
  readonly error: string | undefined;
  readonly onChange: (value: string | readonly string[]) => void;
}

function One(props: OneProps) {
  const { id, field, value, error, onChange } = props;
  const label = say(field.title);
  const hint = hintOf(field);
  const text = typeof value === "string" ? value : "";
  const group = { id, label, error, ...(hint && { hint }) };
  switch (field.kind) {
    case "truth":
      return (
        <FieldGroup {...group}>
          <Radios id={id} value={text} onChange={onChange} />
        </FieldGroup>
      );
    case "choices":
      return (
        <FieldGroup {...group}>
          <Checks options={field.options} chosen={typeof value === "string" ? [] : value} onChange={onChange} />
        </FieldGroup>
      );
    case "day":
      return (
        <FieldGroup {...group}>
          <DayInput id={id} value={text} onChange={onChange} />
        </FieldGroup>
      );
    case "other":
      return <p>{tell(tellings.named, label, say(words.acts.elsewhere))}</p>;
    default:
      return <Field {...group}>{(described) => <Control {...props} value={text} described={described} />}</Field>;
  }
}

function hintOf(field: Editable): string {
  const parts = [
    field.required ? "" : say(words.acts.optional),
    field.kind === "long" && field.lengthMax ? tell(tellings.lengthMax, field.lengthMax) : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function Control(props: OneProps & { value: string; described: Described }) {
  const { field, value, described, onChange } = props;
  if (field.kind === "choice")
    return (
      <select {...described} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{say(words.acts.choose)}</option>
        {field.options.map((option) => (
          <option key={option.value} value={option.value}>
            {say(option.title)}
          </option>
        ))}
      </select>
    );
  if (field.kind === "long")
    return <textarea {...described} rows={4} value={value} onInput={(event) => onChange(event.currentTarget.value)} />;
  return (
    <input
      {...described}
      type="text"
      autoComplete="off"
      inputMode={field.kind === "number" ? "numeric" : "text"}
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Radios(props: { id: string; value: string; onChange: (value: string) => void }) {
  return (
    <div class="Field-options">
      {(["yes", "no"] as const).map((value) => (
        <label key={value}>
          <input type="radio" name={props.id} checked={props.value === value} onChange={() => props.onChange(value)} />
          {say(shared[value])}
        </label>
      ))}
    </div>
  );
}

function Checks(props: {
  options: Editable["options"];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const others = (value: string) => props.chosen.filter((one) => one !== value);
  return (
    <div class="Field-options">
      {props.options.map(({ value, title }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={props.chosen.includes(value)}
            onChange={(event) =>
              props.onChange(event.currentTarget.checked ? [...others(value), value] : others(value))
            }
          />
          {say(title)}
        </label>
      ))}
    </div>
  );
}
