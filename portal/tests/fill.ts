/** A resident fills in a form of the sample city, in either language. */

import { expect, type Locator, type Page } from "@playwright/test";

export const ONWARD = /^(下一步|Continue)$/;
export const SEND = /^(提交申请|Send the application)$/;
const WHERE = /^(具体位置|Where exactly)/;
const ON_MAP = /^(在地图上标出位置|Mark it on the map)/;
export const PLACE = "松涛路与鹤鸣街路口";

/** The questions of the report of a pothole, answered; the place on the map, which nobody has to give, as `marks` does. */
export async function fillsInPothole(page: Page, marks?: (place: Locator) => Promise<void>): Promise<void> {
  const head = page.getByRole("heading", { level: 1 });
  const onward = page.getByRole("button", { name: ONWARD });
  while ((await onward.count()) > 0) {
    const before = await head.textContent();
    // The map comes with the page that asks for it.
    await expect(page.locator(".Loading")).toHaveCount(0);
    const place = page.getByRole("group", { name: ON_MAP });
    if ((await place.count()) === 0) await answers(page);
    else await marks?.(place);
    await onward.click();
    await expect(head).not.toHaveText(before ?? "");
  }
}

/** What one page of it asks. */
async function answers(page: Page): Promise<void> {
  for (const street of await page.getByRole("combobox").all()) await street.selectOption({ index: 4 });
  for (const where of await page.getByRole("textbox", { name: WHERE }).all()) await where.fill(PLACE);
  for (const group of await page.getByRole("group").all()) await group.getByRole("radio").last().check();
}

/** Up to the page on which everything stands once more. */
export async function reachesCheck(page: Page, marks?: (place: Locator) => Promise<void>): Promise<void> {
  await page.goto("/services/pothole-report/apply");
  await expect(page.getByRole("button", { name: ONWARD })).toBeVisible();
  await fillsInPothole(page, marks);
  await expect(page.getByRole("button", { name: SEND })).toBeVisible();
}

/** How many cases the person has, as their list says. */
export async function casesOf(page: Page): Promise<number> {
  await page.goto("/cases");
  await expect(page.getByText(/QS-2026-|还没有|no cases/i).first()).toBeVisible();
  return page.getByRole("main").getByRole("heading", { level: 2 }).getByRole("link").count();
}
