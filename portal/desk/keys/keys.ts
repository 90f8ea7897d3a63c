/** Keys without a modifier: on by default, off by a setting, asleep while somebody types. */

import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

const KEY = "cityhall.desk.keys";

export const keysOn = signal(localStorage.getItem(KEY) !== "off");

export function setKeys(on: boolean): void {
  keysOn.value = on;
  localStorage.setItem(KEY, on ? "on" : "off");
}

/** What happens on which key, while the screen is there: from the moment at which it is drawn, so that no key is lost. */
export function useKeys(acts: Readonly<Record<string, () => void>>): void {
  const now = useRef(acts);
  now.current = acts;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!keysOn.value || isElsewhere(event)) return;
      const found = Object.hasOwn(now.current, event.key) ? now.current[event.key] : undefined;
      if (!found) return;
      event.preventDefault();
      found();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function isElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const target = event.target;
  if (document.querySelector("dialog[open]")) return true;
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
}
