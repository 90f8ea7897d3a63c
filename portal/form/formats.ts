/** The one grammar of `date` and `email`, the same as the city's. */

import type { Format } from "./schema.ts";

export function fits(format: Format, text: string): boolean {
  return format === "date" ? isDate(text) : isEmail(text);
}

/** Whether a text is `YYYY-MM-DD` in ASCII digits and a day of the Gregorian calendar. */
function isDate(text: string): boolean {
  const [, year, month, day] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  if (!year || !month || !day || text.length !== 10) return false;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(+year, +month);
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const EMAIL = new RegExp(`^[A-Za-z0-9._%+-]+@${LABEL}(?:\\.${LABEL})+$`);

function isEmail(text: string): boolean {
  return EMAIL.test(text);
}
