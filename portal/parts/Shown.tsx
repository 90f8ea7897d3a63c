import type { ComponentChildren } from "preact";
import type { Asked } from "../api/read.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Failed } from "./Failed.tsx";

/** Something that was asked for: a place of its final size while it loads, the reason where it failed. */
export function Shown<T>(props: { of: Asked<T>; children: (value: T) => ComponentChildren }) {
  const now = props.of.now.value;
  switch (now.state) {
    case "loading":
      return (
        <p class="Loading" role="status">
          {say(shared.loading)}
        </p>
      );
    case "failed":
      return <Failed failure={now.failure} again={() => void props.of.again()} />;
    case "ready":
      return <>{props.children(now.value)}</>;
  }
}
