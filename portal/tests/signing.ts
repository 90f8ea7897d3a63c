/** Signing in with the providers of a city that is not in development. */

import { expect, type Page } from "@playwright/test";
import { test } from "./outside.ts";

export const WITH_CITY = /统一认证|City account/;
export const WITH_STAFF = /员工账号|Staff account/;
export const AGAIN = /^(重新登录|Sign in again)$/;

export async function entersAs(page: Page, who: string): Promise<void> {
  await page.getByLabel("Who").fill(who);
  await page.getByRole("button", { name: "Enter" }).click();
}

/** Signs in from a page and is back there. */
export async function signsIn(page: Page, at: string, way: RegExp, who: string): Promise<void> {
  await page.goto(at);
  if (at.startsWith("/desk")) await expect(page.getByRole("button", { name: way })).toBeVisible();
  else
    await page
      .getByRole("banner")
      .getByRole("link", { name: /^(登录|Sign in)$/ })
      .click();
  await page.getByRole("button", { name: way }).click();
  await entersAs(page, who);
  await expect(page.getByRole("button", { name: /^(退出登录|Sign out)$/ })).toBeVisible();
}

export async function token(page: Page): Promise<string | null> {
  return page.evaluate(() => JSON.parse(sessionStorage.getItem("cityhall.session") ?? "null")?.token ?? null);
}

/** A request that fails stands in the console of a browser. */
export const loud = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what is wanted
  sound: async ({}, use) => use(undefined),
});
