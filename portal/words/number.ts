/** Numbers as people read them. */

import { language } from "./say.ts";

export function whole(count: number): string {
  return new Intl.NumberFormat(language.value).format(count);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 1 }).format(share);
}
