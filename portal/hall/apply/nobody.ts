/** Somebody who applies without saying who they are. What they write belongs to this tab and to nobody after them. */

import { signal } from "@preact/signals";

const KEY = "cityhall.nobody";

/** Under what name this tab keeps it; `null`: nobody has chosen to go on without an account. */
export const nobody = signal(sessionStorage.getItem(KEY));

export function goOnAsNobody(): void {
  const name = `nobody-${crypto.randomUUID()}`;
  sessionStorage.setItem(KEY, name);
  nobody.value = name;
}
