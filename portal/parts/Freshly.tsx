import type { ComponentChildren } from "preact";
import type { Fresh } from "../api/fresh.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Failed } from "./Failed.tsx";

/** Something that is kept fresh; where it cannot be read again, the reason stands above the last answer. */
export function Freshly<T>(props: {
  of: Fresh<T>;
  /** Whether it is all that the page shows, so that the page has no heading without it. */
  whole?: boolean;
  children: (value: T) => ComponentChildren;
}) {
  const value = props.of.value.value;
  const failure = props.of.failure.value;
  return (
    <>
      {failure && value === null && props.whole && <h1>{say(shared.notNow)}</h1>}
      {failure && <Failed failure={failure} again={() => void props.of.read()} />}
      {value !== null && props.children(value)}
      {value === null && !failure && (
        <p class="Loading" role="status">
          {say(shared.loading)}
        </p>
      )}
    </>
  );
}
