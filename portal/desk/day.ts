/** A day as its three parts. */

/** A day out of its three parts; empty where all of them are. */
export function dayOf(year: string, month: string, date: string): string {
  if (year === "" && month === "" && date === "") return "";
  return [year.padStart(4, "0"), month.padStart(2, "0"), date.padStart(2, "0")].join("-");
}

export function partsOf(day: string): readonly [year: string, month: string, date: string] {
  const [year = "", month = "", date = ""] = day.split("-").map((part) => part.replace(/^0+/, ""));
  return [year, month, date];
}
