import type { Page } from "@playwright/test";
import { casesOf, count } from "./board-events.ts";
import { type City, expect, isAccessible, test } from "./city.ts";
import { AUDITOR, reports, resident, type Somebody, signedIn } from "./people.ts";

test("the board's total is what the events tell, and grows while somebody looks", async ({ page, city }) => {
  await reports(city, resident(`counted-${test.info().project.name}`));
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const total = page.getByRole("listitem").filter({ hasText: /办件总数|Cases in all/ });
  const shown = async (): Promise<number> => Number(await total.first().getByRole("strong").textContent());
  await expect(total.first()).toBeVisible();
  // Another test of this city may hand in a case at any time: both are counted until they agree.
  await expect.poll(async () => (await shown()) - casesOf(city.binary, city.data).length, { timeout: 15_000 }).toBe(0);
  const before = await shown();
  await isAccessible(page);
  await reports(city, resident(`counted-later-${test.info().project.name}`));
  await expect.poll(shown, { timeout: 20_000 }).toBeGreaterThan(before);
});

const SUPERVISOR: Somebody = { subject: "staff-wen-du", name: "Wen Du", roles: ["supervisor"], department: "gov" };

/** The rows of a table of the board by the text that names them, as numbers. */
async function rowsOf(page: Page, table: RegExp): Promise<Map<string, number[]>> {
  const rows = page.getByRole("table", { name: table }).getByRole("row");
  const read = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? "")),
  );
  return new Map(read.slice(1).map(([name = "", ...cells]) => [name, cells.map((cell) => Number(cell))]));
}

/** Today as the table of days names it, and what came and went: in the events. */
function today(city: City): number[] {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
  const cases = casesOf(city.binary, city.data);
  return [count(cases, (one) => one.submitted === day), count(cases, (one) => one.finished === day)];
}

for (const who of [AUDITOR, SUPERVISOR]) {
  test(`days, districts and cards are what the events tell, for the ${who.roles[0]}`, async ({ page, city }) => {
    await reports(city, resident(`by-day-${test.info().project.name}`));
    await signedIn(page, city, who);
    await page.goto("/board");
    // Other tests of this city go on: both are read until they agree.
    const newest = async () => [...(await rowsOf(page, /每日|by day/))][0]?.[1];
    await expect.poll(async () => String(await newest()) === String(today(city)), { timeout: 30_000 }).toBe(true);
    const district = async () => {
      const rows = await rowsOf(page, /按区|By district/);
      const here = rows.get("听松区") ?? rows.get("Tingsong District");
      const told = count(casesOf(city.binary, city.data), ({ department }) => department.startsWith("d03"));
      return (here?.[2] ?? Number.NaN) - told;
    };
    await expect.poll(district, { timeout: 30_000 }).toBe(0);
    const districts = [...(await rowsOf(page, /按区|By district/)).values()];
    const sum = districts.pop();
    expect(districts.reduce((so, row) => so + (row[2] ?? 0), 0)).toBe(sum?.[2]);
    await isAccessible(page);
  });
}

test("the numbers in the map and of the departments of the whole city are the sum of the table", async ({
  page,
  city,
}) => {
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const districts = page.getByRole("region", { name: /按区|By district/ });
  const drawn = districts.locator("svg text");
  await expect(drawn.first()).toBeVisible();
  const sum = async () => {
    const rows = await rowsOf(page, /按区|By district/);
    const [city = 0, all = 0] = [...rows.values()].slice(-2).map((row) => row[2] ?? 0);
    const lines = await drawn.allTextContents();
    const numbers = lines.join("\n").match(/\d+$/gm) ?? [];
    return numbers.reduce((so, number) => so + Number(number), 0) + city - all;
  };
  await expect.poll(sum, { timeout: 30_000 }).toBe(0);
});
