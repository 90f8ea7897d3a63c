import type { ComponentChildren } from "preact";

/** What a control needs so that its label, hint and error are read with it. */
export interface Described {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

/** One control with its label, its hint and what is wrong with it. */
export function Entry(props: {
  id: string;
  label: string;
  hint?: string;
  error: string | undefined;
  children: (described: Described) => ComponentChildren;
}) {
  return (
    <div class="Entry">
      <label for={props.id}>{props.label}</label>
      <Told id={props.id} hint={props.hint} error={props.error} />
      {props.children({
        id: props.id,
        "aria-describedby": describedBy(props.id, props.hint, props.error),
        "aria-invalid": props.error ? true : undefined,
      })}
    </div>
  );
}

/** Several controls that answer one question. */
export function EntryGroup(props: {
  id: string;
  label: string;
  hint?: string;
  error: string | undefined;
  children: ComponentChildren;
}) {
  return (
    <fieldset
      id={props.id}
      class="Entry"
      tabIndex={-1}
      aria-describedby={describedBy(props.id, props.hint, props.error)}
    >
      <legend>{props.label}</legend>
      <Told id={props.id} hint={props.hint} error={props.error} />
      {props.children}
    </fieldset>
  );
}

function Told(props: { id: string; hint: string | undefined; error: string | undefined }) {
  return (
    <>
      {props.hint && (
        <p id={`${props.id}-hint`} class="Entry-hint">
          {props.hint}
        </p>
      )}
      {props.error && (
        <p id={`${props.id}-error`} class="Entry-error">
          <span aria-hidden="true">✕ </span>
          {props.error}
        </p>
      )}
    </>
  );
}

function describedBy(id: string, hint: string | undefined, error: string | undefined): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
}
