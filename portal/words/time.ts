/** Days and moments as people read them, in the city's time zone. */

import { language } from "./say.ts";

/** The city's; every page shows the moments of its offices, wherever the reader is. */
const ZONE = "Asia/Shanghai";

const STYLES = {
  day: { dateStyle: "long" },
  shortDay: { month: "numeric", day: "numeric" },
  moment: { dateStyle: "long", timeStyle: "short" },
  clock: { timeStyle: "medium" },
  minute: { timeStyle: "short" },
} satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

export function day(text: string | null | undefined): string {
  return text ? form(text, "day") : "";
}

/** A day of this year, where there is little room. */
export function shortDay(text: string): string {
  return form(text, "shortDay");
}

export function moment(text: string | null | undefined): string {
  return text ? form(text, "moment") : "";
}

/** The time of the day, for what is never long ago. */
export function clock(text: string): string {
  return form(text, "clock");
}

/** The time of the day to the minute, by the device's own clock, for what the device did itself. */
export function ownMinute(milliseconds: number): string {
  return formatter("minute", undefined).format(milliseconds);
}

function form(text: string, style: keyof typeof STYLES): string {
  // A day without a time is that day everywhere.
  return formatter(style, text.includes("T") ? ZONE : "UTC").format(new Date(text));
}

/** Making one takes longer than all that a screen asks of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(style: keyof typeof STYLES, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${language.value} ${style} ${timeZone}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(language.value, { ...STYLES[style], timeZone });
  formatters.set(key, known);
  return known;
}
