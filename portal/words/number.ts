/** Numbers as people read them. */

import { language } from "./say.ts";

const STYLES = {
  whole: {},
  percent: { style: "percent", maximumFractionDigits: 1 },
} satisfies Readonly<Record<string, Intl.NumberFormatOptions>>;

export function whole(count: number): string {
  return formatter("whole").format(count);
}

export function percent(share: number): string {
  return formatter("percent").format(share);
}

/** Making one takes longer than all that a screen asks of it. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(style: keyof typeof STYLES): Intl.NumberFormat {
  const key = `${language.value} ${style}`;
  const known = formatters.get(key) ?? new Intl.NumberFormat(language.value, STYLES[style]);
  formatters.set(key, known);
  return known;
}
