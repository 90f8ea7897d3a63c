import { words } from "../../words/desk-case.ts";
import { say } from "../../words/say.ts";
import { Field, FieldGroup } from "../Field.tsx";
import { redactionsOf } from "./Answers.tsx";
import { itemsOf, rowsOf } from "./answers.ts";
import type { Demands, Draft } from "./demands.ts";
import { FieldsEditor, idOf } from "./FieldsEditor.tsx";
import type { Found } from "./reading.ts";

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
      <FieldsEditor
        part="fields"
        fields={demands.fields}
        typed={draft.fields}
        errors={errors}
        onType={(fields) => onDraft({ ...draft, fields })}
      />
      <FieldsEditor
        part="answers"
        fields={demands.answers}
        typed={draft.answers}
        errors={errors}
        onType={(answers) => onDraft({ ...draft, answers })}
      />
      {demands.reason && <Reason {...props} />}
    </>
  );
}

function Reason(props: Props) {
  const { draft, errors, onDraft } = props;
  return (
    <Field
      id={idOf("reason")}
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
    </Field>
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
    <Field id={idOf(props.place)} label={props.label} error={props.error}>
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
    </Field>
  );
}

/** What is missing, out of the form's fields and the case's documents. */
function Items(props: Props) {
  const { found, draft, onDraft } = props;
  const items = itemsOf(rowsOf(found.form?.schema, found.answersJson, redactionsOf(found.redactions)));
  const documents = (found.documents ?? []).flatMap(({ name, title }) =>
    name ? [[name, title ?? name] as const] : [],
  );
  return (
    <FieldGroup
      id={idOf("items")}
      label={say(words.acts.items)}
      hint={say(words.acts.itemsHint)}
      error={props.errors.get("items")}
    >
      <Some
        title={say(words.acts.answers)}
        options={items.map(({ path, title }) => [path, say(title)])}
        chosen={draft.items}
        onChange={(chosen) => onDraft({ ...draft, items: chosen })}
      />
      <Some
        title={say(words.acts.documents)}
        options={documents}
        chosen={draft.documents}
        onChange={(chosen) => onDraft({ ...draft, documents: chosen })}
      />
    </FieldGroup>
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
      <div class="Field-options">
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
