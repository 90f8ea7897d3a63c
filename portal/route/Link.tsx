import type { ComponentChildren } from "preact";
import { go } from "./route.ts";

/** A link inside the page; a new tab or a download stays the browser's. */
export function Link(props: {
  to: string;
  class?: string;
  current?: boolean;
  /** What it is called where what it shows is no text. */
  label?: string;
  children: ComponentChildren;
}) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(props.to);
  };
  return (
    <a
      href={props.to}
      class={props.class}
      onClick={follow}
      aria-current={props.current ? "page" : undefined}
      aria-label={props.label}
    >
      {props.children}
    </a>
  );
}
