/** The mode for elderly people (长辈版): larger text and targets, the same functions. */

import { signal } from "@preact/signals";

const KEY = "cityhall.elder";

export const elder = signal(localStorage.getItem(KEY) === "yes");

export function setElder(on: boolean): void {
  elder.value = on;
  localStorage.setItem(KEY, on ? "yes" : "no");
  show();
}

/** Applies what was chosen; said once when the page begins. */
export function show(): void {
  document.documentElement.toggleAttribute("data-elder", elder.value);
}
