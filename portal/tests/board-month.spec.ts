import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { casesOf, type Told } from "./board-events.ts";
import { added, withSum } from "./board-tables.ts";
import { test as base, type City, expect, isAccessible } from "./city.ts";
import { AUDITOR, asks, type Somebody, signedIn } from "./people.ts";

const SAMPLE = resolve(import.meta.dirname, "../../examples/qingshui");

/** A city in which people have lived for weeks, so that there are cards and cases that are overdue. */
const test = base.extend<Record<never, never>, { lived: undefined }>({
  lived: [
    async ({ city }, use) => {
      const weeks = ["--cases", "80", "--days", "24"];
      await promisify(execFile)(city.binary, ["simulate", "--at", city.address, "--city", SAMPLE, ...weeks]);
      await use(undefined);
    },
    { scope: "worker", auto: true, timeout: 120_000 },
  ],
});

const SUPERVISOR: Somebody = { subject: "staff-wen-du", name: "Wen Du", roles: ["supervisor"], department: "gov" };

for (const who of [AUDITOR, SUPERVISOR]) {
  test(`days, districts, departments and cards are what the events tell, for the ${who.roles[0]}`, async ({
    page,
    city,
  }) => {
    await signedIn(page, city, who);
    await opensWhole(page);
    const districts = await districtsOf(city);
    // A card may be issued at any time, because the time of the city goes on.
    await expect(async () => {
      const cases = casesOf(city.binary, city.data);
      const days = await withSum(page, "day");
      expect(days.rows.size).toBe(30);
      expect([...days.rows.values()].filter(isSome)).toEqual(byDay(cases));
      expect(days.sum).toEqual(added(byDay(cases)));
      const district = await withSum(page, "district");
      const byDistrict = standing(cases, (one) => districts.get(one.department) ?? "");
      for (const [code, row] of district.rows) expect([row[0], row[2]], code).toEqual(byDistrict.get(code) ?? [0, 0]);
      expect([district.sum[0], district.sum[2]]).toEqual(added(byDistrict.values()));
      const department = await withSum(page, "department");
      const open = [...department.rows].map(([name, row]) => [name, [row[0], row[2]]] as const);
      expect(new Map(open)).toEqual(standing(cases, (one) => one.department));
      const cards = await withSum(page, "cards");
      expect(cards.rows).toEqual(cardsOf(cases));
      expect(cards.sum).toEqual(added(cardsOf(cases).values()));
      expect(cards.sum[0], "a yellow card").toBeGreaterThan(0);
    }).toPass({ timeout: 90_000 });
    await isAccessible(page);
  });
}

test("every figure says its unit, its time and how it is counted, and its list is as long", async ({ page, city }) => {
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const tiles = page.locator(".Tile");
  await expect(tiles).toHaveCount(7);
  for (const tile of await tiles.all()) {
    await expect(tile.locator(".Tile-figure")).toHaveText(/^([\d.]+%? \p{L}+|无数据|No figure)/u);
    await expect(tile).toContainText(/(截至|As of) \d{1,2}:\d{2}:\d{2}/);
    await expect(tile.getByRole("link").first()).toBeVisible();
    await tile.locator("summary").click();
    await expect(tile.locator("details p")).toHaveText(/\p{L}{4}/u);
  }
  for (const place of await countedPlaces(page)) {
    await page.goto(place.to);
    await expect(page.getByRole("heading", { level: 1 }), place.to).toHaveText(new RegExp(`\\D${place.count}\\D*$`));
  }
});

test("what is at risk leads to its case at the desk", async ({ page, city }) => {
  await signedIn(page, city, AUDITOR);
  for (const list of [/^(超期办件|Overdue cases),?.*/, /^(未结督办|Open supervision),?.*/]) {
    await page.goto("/board");
    const risk = page.getByRole("region", { name: list }).getByRole("listitem").first().getByRole("link");
    const number = (await risk.textContent()) ?? "";
    await risk.click();
    await expect(page).toHaveURL(`/desk/cases/${number}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
  }
});

test("a wall of 1920 by 1080 shows every figure at once, large, and nothing to the side @once", async ({
  page,
  city,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await signedIn(page, city, AUDITOR);
  await opensWhole(page);
  await page.getByRole("button", { name: "全屏显示" }).click();
  await expect(page.getByRole("button", { name: "退出全屏" })).toBeVisible();
  const board = page.locator(":fullscreen");
  const sizes = (of: string) =>
    board.locator(of).evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
  const figures = await sizes(".Tile-value");
  // Too few ratings are no figure.
  expect(figures.length).toBeGreaterThanOrEqual(6);
  expect(Math.min(...figures)).toBeGreaterThanOrEqual(56);
  expect(Math.min(...(await sizes("h2, h3, p, td, th, a, text, summary")))).toBeGreaterThanOrEqual(20);
  const low = await board.locator(".Tile").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom));
  expect(Math.max(...low)).toBeLessThanOrEqual(1080);
  const side = await board.evaluate((one) => ({ much: one.scrollWidth - one.clientWidth, wide: one.clientWidth }));
  expect(side).toEqual({ much: 0, wide: 1920 });
  await isAccessible(page);
});

/** The lists behind the figures of cases, each with the number that the board tells of it. */
async function countedPlaces(page: Page): Promise<{ to: string; count: number }[]> {
  const [total, open, overdue] = [0, 1, 2].map((place) => page.locator(".Tile").nth(place));
  const linkOf = (tile: Locator | undefined) => tile?.getByRole("link").first().getAttribute("href");
  const numberIn = async (tile: Locator | undefined) => Number(await tile?.getByRole("strong").textContent());
  const stages = await open?.getByRole("link").evaluateAll((all) =>
    all.map((link) => ({
      to: link.getAttribute("href") ?? "",
      count: Number(/\d+$/.exec(link.textContent ?? "")?.[0]),
    })),
  );
  const all = { to: (await linkOf(total)) ?? "", count: await numberIn(total) };
  const late = { to: (await linkOf(overdue)) ?? "", count: await numberIn(overdue) };
  expect(added((stages ?? []).map(({ count }) => [count]))).toEqual([await numberIn(open)]);
  expect(late.count, "an overdue case").toBeGreaterThan(0);
  return [all, ...(stages ?? []), late];
}

/** Opens the board and all rows of its tables. */
async function opensWhole(page: Page): Promise<void> {
  await page.goto("/board");
  await expect(page.getByRole("region", { name: /按部门|By department/ })).toBeVisible();
  const more = page.locator(".Group").getByRole("button", { name: /^(显示全部|Show all) / });
  while ((await more.count()) > 0) await more.first().click();
}

/** The code of the district of every department that works for one. */
async function districtsOf(city: City): Promise<Map<string, string>> {
  const query = "{ departments(first: 100) { nodes { name district { code } } } }";
  const { departments } = await asks(city, AUDITOR, query, {});
  return new Map(
    departments.nodes.flatMap(({ name, district }: { name: string; district: { code: string } | null }) =>
      district ? [[name, district.code] as const] : [],
    ),
  );
}

function isSome(row: readonly number[]): boolean {
  return row.some((number) => number > 0);
}

/** What came and went on each day on which something did, the newest day first. */
function byDay(cases: readonly Told[]): number[][] {
  const days = new Set(cases.flatMap(({ submitted, finished }) => (finished ? [submitted, finished] : [submitted])));
  const on = (day: string) => [
    cases.filter(({ submitted }) => submitted === day).length,
    cases.filter(({ finished }) => finished === day).length,
  ];
  return [...days].sort().reverse().map(on);
}

/** How many are open and how many there are, by something. */
function standing(cases: readonly Told[], keyOf: (one: Told) => string): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const one of cases) counts.set(keyOf(one), added([counts.get(keyOf(one)) ?? [0, 0], [one.finished ? 0 : 1, 1]]));
  return counts;
}

/** The yellow and the red cards of every department that has some. */
function cardsOf(cases: readonly Told[]): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const { department, cards } of cases) {
    const of = (kind: string) => [...cards.values()].filter((one) => one === kind).length;
    const row = added([counts.get(department) ?? [0, 0], [of("yellow"), of("red")]]);
    if (isSome(row)) counts.set(department, row);
  }
  return counts;
}
