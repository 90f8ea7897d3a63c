/** A partner's figures as they are shown. Nothing is counted here: counts are only added up. */

import type { OwnUsageQuery, ToldFragment } from "./own/operations.ts";

export type Told = ToldFragment;
export type Services = NonNullable<OwnUsageQuery["serviceModules"]>;
export type Row = NonNullable<ToldFragment["days"]>[number];

export function newestFirst(told: Told): Row[] {
  return [...(told.days ?? [])].sort(
    (one, other) => other.day.localeCompare(one.day) || one.module.localeCompare(other.module),
  );
}

/** All services of a day together, in the order of the rows. */
export function byDay(rows: readonly Row[]): { readonly day: string; readonly count: number }[] {
  const days = new Map<string, number>();
  for (const row of rows) days.set(row.day, (days.get(row.day) ?? 0) + (row.submissions ?? 0) + (row.acts ?? 0));
  return [...days].map(([day, count]) => ({ day, count }));
}

export function sum(rows: readonly Row[]): { readonly submissions: number; readonly acts: number } {
  const of = (name: "submissions" | "acts") => rows.reduce((so, row) => so + (row[name] ?? 0), 0);
  return { submissions: of("submissions"), acts: of("acts") };
}

/** What services are called in the reader's language. */
export function titles(services: Services | null): ReadonlyMap<string, string> {
  return new Map((services?.nodes ?? []).map(({ name, title }) => [name ?? "", title ?? name ?? ""]));
}
