import { given } from "../../form/answers.ts";
import { Form } from "../../form/Form.tsx";
import type { Json } from "../../form/json.ts";
import { words } from "../../words/desk-case.ts";
import { say } from "../../words/say.ts";
import { Entry, EntryGroup } from "../Entry.tsx";
import { answersOf, controlAt, type Demands, type Draft, fieldsOf } from "./demands.ts";
import { type Found, hiddenOf } from "./reading.ts";

/** Somebody to whom a case can go. */
export interface Department {
  readonly name: string | null;
  readonly title: string | null;
}

interface Props {
  readonly found: Found;
  readonly departments: readonly Department[];
  readonly demands: Demands;
  readonly draft: Draft;
  readonly errors: ReadonlyMap<string, string>;
  readonly onDraft: (draft: Draft) => void;
}

/** A control for everything that an action demands, and for nothing else. */
export function Demanded(props: Props) {
  const { found, demands, draft, errors, onDraft } = props;
  const bases = found.serviceModule?.guide?.legalBasis ?? [];
  return (
    <>
      <Choice
        place="legalBasis"
        label={say(words.acts.legalBasis)}
        options={demands.legalBasis.map((name) => [name, bases.find((one) => one.name === name)?.text ?? name])}
        value={draft.legalBasis}
        error={errors.get("legalBasis")}
        onChoose={(legalBasis) => onDraft({ ...draft, legalBasis })}
      />
      <Choice
        place="department"
        label={say(words.acts.department)}
        options={demands.departments.map((name) => [name, titleOf(props.departments, name)])}
        value={draft.department}
        error={errors.get("department")}
        onChoose={(department) => onDraft({ ...draft, department })}
      />
      {demands.items && <Items {...props} />}
      <Form
        questions={fieldsOf(demands, draft)}
        answers={draft.fields}
        at="/fields"
        wrong={errors}
        change={(name, value) => onDraft({ ...draft, fields: changed(draft.fields, name, value) })}
      />
      <Form
        questions={answersOf(demands, draft)}
        answers={{ ...demands.known, ...draft.answers }}
        at="/answers"
        wrong={errors}
        change={(name, value) => onDraft({ ...draft, answers: { ...draft.answers, [name]: value } })}
      />
      {demands.reason && <Reason {...props} />}
    </>
  );
}

function changed(json: Json, name: string, value: unknown): Json {
  const { [name]: _, ...others } = json;
  return value === undefined ? others : { ...others, [name]: value };
}

function Reason(props: Props) {
  const { draft, errors, onDraft } = props;
  return (
    <Entry
      id={controlAt("reason")}
      label={say(words.acts.reason)}
      hint={say(words.acts.reasonHint)}
      error={errors.get("reason")}
    >
      {(described) => (
        <textarea
          {...described}
          rows={4}
          value={draft.reason}
          onInput={(event) => onDraft({ ...draft, reason: event.currentTarget.value })}
        />
      )}
    </Entry>
  );
}

function titleOf(departments: readonly Department[], name: string): string {
  return departments.find((one) => one.name === name)?.title ?? name;
}

function Choice(props: {
  place: string;
  label: string;
  options: ReadonlyArray<readonly [value: string, title: string]>;
  value: string;
  error: string | undefined;
  onChoose: (value: string) => void;
}) {
  if (props.options.length === 0) return null;
  return (
    <Entry id={controlAt(props.place)} label={props.label} error={props.error}>
      {(described) => (
        <select {...described} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
          <option value="">{say(words.acts.choose)}</option>
          {props.options.map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Entry>
  );
}

/** What is missing, out of the form's fields and the case's documents. */
function Items(props: Props) {
  const { found, draft, onDraft } = props;
  const { form } = props.demands;
  const items = given(form ? [form.schema] : [], found.answersJson, hiddenOf(found.redactions), "");
  const documents = (found.documents ?? []).flatMap(({ name, title }) =>
    name ? [[name, title ?? name] as const] : [],
  );
  return (
    <EntryGroup
      id={controlAt("items")}
      label={say(words.acts.items)}
      hint={say(words.acts.itemsHint)}
      error={props.errors.get("items")}
    >
      <Some
        title={say(words.acts.answers)}
        options={items.map(({ at, title }) => [at, say(title)])}
        chosen={draft.items}
        onChange={(chosen) => onDraft({ ...draft, items: chosen })}
      />
      <Some
        title={say(words.acts.documents)}
        options={documents}
        chosen={draft.documents}
        onChange={(chosen) => onDraft({ ...draft, documents: chosen })}
      />
    </EntryGroup>
  );
}

function Some(props: {
  title: string;
  options: ReadonlyArray<readonly [value: string, title: string]>;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  if (props.options.length === 0) return null;
  const others = (value: string) => props.chosen.filter((one) => one !== value);
  return (
    <fieldset class="Demanded-some">
      <legend>{props.title}</legend>
      <div class="Entry-options">
        {props.options.map(([value, title]) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={props.chosen.includes(value)}
              onChange={(event) =>
                props.onChange(event.currentTarget.checked ? [...others(value), value] : others(value))
              }
            />
            {title}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
