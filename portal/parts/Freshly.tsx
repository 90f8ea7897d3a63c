import type { ComponentChildren } from "preact";
import type { Fresh } from "../api/fresh.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Failed } from "./Failed.tsx";

/** Something that is kept fresh; where it cannot be read again, the reason stands above the last answer. */
export function Freshly<T>(props: { of: Fresh<T>; children: (value: T) => ComponentChildren }) {
  const value = props.of.value.value;
  const failure = props.of.failure.value;
  return (
    <>
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
