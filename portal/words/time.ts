/** Days and moments as people read them, in the city's time zone. */

import { language } from "./say.ts";

/** The city's; every page shows the moments of its offices, wherever the reader is. */
const ZONE = "Asia/Shanghai";

export function day(text: string | null | undefined): string {
  return text ? form(text, { dateStyle: "long" }) : "";
}

/** A day of this year, where there is little room. */
export function shortDay(text: string): string {
  return form(text, { month: "numeric", day: "numeric" });
}

export function moment(text: string | null | undefined): string {
  return text ? form(text, { dateStyle: "long", timeStyle: "short" }) : "";
}

/** The time of the day, for what is never long ago. */
export function clock(text: string): string {
  return form(text, { timeStyle: "medium" });
}

function form(text: string, options: Intl.DateTimeFormatOptions): string {
  // A day without a time is that day everywhere.
  const zone = text.includes("T") ? ZONE : "UTC";
  return new Intl.DateTimeFormat(language.value, { ...options, timeZone: zone }).format(new Date(text));
}
