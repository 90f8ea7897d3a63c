import type { Page } from "@playwright/test";
import { TABLES } from "./board-tables.ts";
import { expect, isAccessible, test } from "./city.ts";
import { holdDistricts, onDistricts } from "./districts.ts";
import { lineTo } from "./line.ts";
import { AUDITOR, reports, resident, signedIn } from "./people.ts";

/** The chips of the figures that say how old these are. */
function marks(page: Page, saying: RegExp) {
  return page.getByRole("region", { name: /^(主要指标|Key figures)$/ }).getByText(saying);
}

test.describe("on a line that breaks", () => {
  test.use({ expected: /net::ERR_/ });

  test("figures that are older than they may be say so, until they are new again", async ({ page, context, city }) => {
    const line = await lineTo(city);
    const live = page.getByText(/^● (实时更新中|Live)$/);
    const isNew = async () => {
      await expect(live).toBeVisible();
      await expect(page.locator(".Tile")).toHaveCount(7);
      await expect(marks(page, /▲/)).toHaveCount(0);
    };
    await page.clock.install();
    await signedIn(page, city, AUDITOR);
    await page.goto(`${line.address}/board`);
    await isNew();
    // What a browser knows by itself is told at once, as are figures that are told no more.
    await context.setOffline(true);
    await expect(marks(page, /^▲ (未实时更新|Not live)$/)).toHaveCount(4);
    await context.setOffline(false);
    await isNew();
    line.cut();
    await expect(marks(page, /^▲ (未实时更新|Not live)$/)).toHaveCount(4);
    await expect(live).toHaveCount(0);
    // All others are old only when readings have failed for a while.
    await page.clock.fastForward("02:40");
    await expect(marks(page, /^▲ (数字已过时|Out of date)$/)).toHaveCount(7);
    line.mend();
    await page.clock.fastForward("01:01");
    await isNew();
    line.end();
  });
});

test("however much happens, a figure changes at most every five seconds", async ({ page, city }) => {
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const total = page
    .getByRole("listitem")
    .filter({ hasText: /办件总数|Cases in all/ })
    .first();
  const shown = async (): Promise<number> => Number(await total.getByRole("strong").textContent());
  await expect(total).toBeVisible();
  await total.getByRole("strong").evaluate((figure) => {
    const changes: number[] = [];
    Object.assign(window, { changes });
    new MutationObserver(() => changes.push(performance.now())).observe(figure, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  const before = await shown();
  const somebody = resident(`many-${test.info().project.name}`);
  for (let wave = 0; wave < 4; wave += 1) {
    const seen = await shown();
    for (let report = 0; report < 6; report += 1) await reports(city, somebody);
    await expect.poll(shown).toBeGreaterThan(seen);
  }
  await expect.poll(shown).toBeGreaterThanOrEqual(before + 24);
  const changes = await page.evaluate(() => Reflect.get(window, "changes") as number[]);
  expect(changes.length).toBeGreaterThanOrEqual(3);
  const gaps = changes.slice(1).map((at, place) => at - (changes[place] ?? 0));
  // A timer of the browser may come a little early by another clock.
  expect(Math.min(...gaps)).toBeGreaterThan(4_900);
});

test("nothing moves when the districts come after the figures", async ({ page, city }) => {
  await signedIn(page, city, AUDITOR);
  const release = await holdDistricts(page);
  await page.goto("/board");
  const tiles = page.locator(".Tile");
  await expect(tiles).toHaveCount(7);
  await expect(page.getByRole("status").getByText(/^(正在载入|Loading)$/)).toBeVisible();
  await expect(page.locator(".Group")).toHaveCount(0);
  const places = () => tiles.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  const before = await places();
  release();
  await expect(page.getByRole("region", { name: TABLES.district }).getByRole("navigation")).toBeVisible();
  await expect(page.getByText(/^(正在载入|Loading)$/)).toHaveCount(0);
  expect(await places()).toEqual(before);
});

test.describe("where the city cannot tell its districts", () => {
  test.use({ expected: /status of 500/ });

  test("the reason is told, the table stands by codes, and the next try is complete", async ({ page, city }) => {
    await reports(city, resident(`without-districts-${test.info().project.name}`));
    await signedIn(page, city, AUDITOR);
    let isBroken = true;
    await onDistricts(page, (route) => (isBroken ? route.fulfill({ status: 500 }) : route.continue()));
    await page.goto("/board");
    const group = page.getByRole("region", { name: TABLES.district });
    await expect(group.getByRole("alert")).toBeVisible();
    await expect(group.getByRole("link", { name: "590103" })).toBeVisible();
    await expect(group.getByRole("row").last()).toContainText(/合计|Sum/);
    await expect(group.getByRole("navigation")).toHaveCount(0);
    await isAccessible(page);
    isBroken = false;
    await group.getByRole("button", { name: /^(重试|Try again)$/ }).click();
    await expect(group.getByRole("navigation")).toBeVisible();
    await expect(group.getByRole("alert")).toHaveCount(0);
    await expect(group.getByRole("link", { name: "590103" })).toHaveCount(0);
  });
});
