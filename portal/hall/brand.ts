/** What the hall is called: after its city, once the city has said its name. The name is kept on the device, so that no
 * page waits for it. */

import { signal } from "@preact/signals";
import { brandOf } from "../words/hall.ts";
import { language, say, tell } from "../words/say.ts";
import { shared } from "../words/shared.ts";

/** As a page's operations ask for it: in both languages, because a page is turned without asking again. */
export interface Named {
  readonly zh?: string | null | undefined;
  readonly en?: string | null | undefined;
}

const KEYS = { zh: "cityhall.city.zh", en: "cityhall.city.en" };

const named = signal<Named>({ zh: localStorage.getItem(KEYS.zh), en: localStorage.getItem(KEYS.en) });

/** Keeps what the city told of its name. */
export function keepName(told: Named | null | undefined): void {
  const { zh, en } = { ...named.peek(), ...told };
  if (zh) localStorage.setItem(KEYS.zh, zh);
  if (en) localStorage.setItem(KEYS.en, en);
  named.value = { zh, en };
}

export function brand(): string {
  const { zh, en } = named.value;
  const name = language.value === "en" ? (en ?? zh) : (zh ?? en);
  return name ? tell(brandOf, name) : say(shared.brand);
}
