import type { ComponentChildren } from "preact";

/** One part of a guide under its heading. */
export function Part(props: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** Texts that are there. */
export function Texts(props: { of: ReadonlyArray<string | null | undefined> | null | undefined }) {
  const said = (props.of ?? []).filter((text) => text);
  if (said.length === 0) return null;
  return (
    <ul>
      {said.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** Names and what is said of each; what is not said is left out. */
export function Entries(props: { of: ReadonlyArray<readonly [name: string, text: string | null | undefined]> }) {
  const said = props.of.filter(([, text]) => text);
  if (said.length === 0) return null;
  return (
    <dl>
      {said.map(([name, text]) => (
        <div key={name} class="Guide-entry">
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is there of several, side by side. */
export function joined(texts: ReadonlyArray<string | false | null | undefined>): string {
  return texts.filter(Boolean).join(" · ");
}
