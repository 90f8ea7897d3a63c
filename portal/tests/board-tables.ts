/** The tables of the board, as somebody reads them who does not see its charts. */

import type { Page } from "@playwright/test";

export const TABLES = {
  day: /每日|by day/,
  district: /按区|By district/,
  department: /按部门|By department/,
  cards: /红黄牌|red cards/,
} as const;

/** The rows of a table as numbers: each by what its link narrows a list to, or by the text that names it; the sum last. */
export async function rowsOf(page: Page, table: keyof typeof TABLES): Promise<Map<string, number[]>> {
  const rows = page.getByRole("table", { name: TABLES[table] }).getByRole("row");
  const read = await rows.evaluateAll(
    (all, by) => {
      const nameOf = (row: Element) => {
        const link = row.querySelector<HTMLAnchorElement>("th a");
        return link ? new URL(link.href).searchParams.get(by) : row.querySelector("th")?.textContent;
      };
      return all.map((row) => ({
        name: nameOf(row) ?? "",
        cells: [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent)),
      }));
    },
    table === "cards" ? "department" : table,
  );
  return new Map(read.slice(1).map(({ name, cells }) => [name, cells]));
}

/** The rows without their sum, and the sum. */
export async function withSum(page: Page, table: keyof typeof TABLES) {
  const rows = [...(await rowsOf(page, table))];
  const [, sum = []] = rows.pop() ?? [];
  return { rows: new Map(rows), sum };
}

/** What numbers in the same place come to together. */
export function added(rows: Iterable<readonly number[]>): number[] {
  const sum: number[] = [];
  for (const row of rows) for (const [place, number] of row.entries()) sum[place] = (sum[place] ?? 0) + number;
  return sum;
}
