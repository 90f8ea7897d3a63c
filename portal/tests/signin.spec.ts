import type { Page } from "@playwright/test";
import { expect, isAccessible } from "./city.ts";
import { test } from "./outside.ts";
import { TOKEN_SECONDS } from "./provider.ts";

const WITH_CITY = /统一认证|City account/;
const WITH_STAFF = /员工账号|Staff account/;
const AGAIN = /^(重新登录|Sign in again)$/;

async function entersAs(page: Page, who: string): Promise<void> {
  await page.getByLabel("Who").fill(who);
  await page.getByRole("button", { name: "Enter" }).click();
}

/** Signs in from a page and is back there. */
async function signsIn(page: Page, at: string, way: RegExp, who: string): Promise<void> {
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

async function token(page: Page): Promise<string | null> {
  return page.evaluate(() => JSON.parse(sessionStorage.getItem("cityhall.session") ?? "null")?.token ?? null);
}

test("a resident signs in with the city's provider, is back where they were, and signs out everywhere", async ({
  page,
  outside,
}) => {
  const answer = await page.goto("/cases?after=");
  // This origin, and those of the two providers.
  expect(answer?.headers()["content-security-policy"]).toMatch(
    /; connect-src 'self' http:\/\/127\.0\.0\.1:\d+ http:\/\/127\.0\.0\.1:\d+$/,
  );
  await page
    .getByRole("banner")
    .getByRole("link", { name: /^(登录|Sign in)$/ })
    .click();
  await expect(page.getByRole("button", { name: WITH_CITY })).toBeVisible();
  // Officers have another one, at their own page; nobody is anybody for the asking.
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(1);
  await isAccessible(page);
  await page.getByRole("button", { name: WITH_CITY }).click();
  await entersAs(page, "wang");
  await expect(page).toHaveURL(`${outside}/cases?after=`);
  await expect(page.getByText("Name of wang")).toBeVisible();
  const viewer = await viewerOf(outside, await token(page));
  expect(viewer).toEqual({ kind: "RESIDENT", subject: "resident:wang" });
  await page.getByRole("button", { name: /^(退出登录|Sign out)$/ }).click();
  await page.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(`${outside}/`);
  expect(await token(page)).toBeNull();
  // The provider has forgotten them too.
  await page.goto("/sign-in?to=https://evil.example/");
  await page.getByRole("button", { name: WITH_CITY }).click();
  await entersAs(page, "wang");
  // Nobody is sent to another site.
  await expect(page).toHaveURL(`${outside}/`);
});

async function viewerOf(city: string, token: string | null): Promise<unknown> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query: "{ viewer { kind subject } }" });
  const answer = await (await fetch(`${city}/graphql`, { method: "POST", headers, body })).json();
  return answer.data.viewer;
}

test("an answer that this tab did not ask for is refused", async ({ page }) => {
  for (const isBegun of [false, true]) {
    await page.goto("/sign-in");
    const way = page.getByRole("button", { name: WITH_CITY });
    await expect(way).toBeVisible();
    if (isBegun) {
      await way.click();
      await expect(page.getByLabel("Who")).toBeVisible();
    }
    await page.goto("/sign-in?code=stolen&state=forged");
    await expect(page.getByRole("alert")).toContainText(/不是在本窗口开始|not begun in this window/);
    await expect(page).toHaveURL(/\/sign-in$/);
    expect(await token(page)).toBeNull();
    await isAccessible(page);
  }
});

test("whoever is refused reads why, and can begin again", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: WITH_CITY }).click();
  await page.getByRole("button", { name: "Refuse" }).click();
  await expect(page.getByRole("alert")).toContainText(/您取消了登录|You stopped the sign-in/);
  await isAccessible(page);
  await page.getByRole("link", { name: AGAIN }).click();
  await expect(page.getByRole("button", { name: WITH_CITY })).toBeVisible();
});

/** A request that fails stands in the console of a browser. */
const loud = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what is wanted
  sound: async ({}, use) => use(undefined),
});

loud("whoever cannot reach the provider reads so, and loses nothing", async ({ page }) => {
  await page.route("**/.well-known/openid-configuration", (route) => route.abort());
  await page.goto("/sign-in");
  const way = page.getByRole("button", { name: WITH_CITY });
  await way.click();
  await expect(page.getByRole("alert")).toContainText(/登录服务没有响应|does not answer/);
  await isAccessible(page);
  await page.unroute("**/.well-known/openid-configuration");
  await way.click();
  await expect(page.getByLabel("Who")).toBeVisible();
});

test("somebody is warned in time and stays by one key, with what they typed", async ({ page }) => {
  await page.clock.install();
  await signsIn(page, "/", WITH_CITY, "zhao");
  const first = await token(page);
  const words = page.getByRole("searchbox");
  await words.fill("路灯");
  // Nobody does anything for a while.
  await page.reload();
  await page.clock.fastForward((TOKEN_SECONDS - 140) * 1000);
  const warning = page.getByRole("dialog");
  await expect(warning).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Enter");
  await expect(warning).toBeHidden();
  await expect.poll(() => token(page)).not.toBe(first);
  await expect(words).toHaveValue("路灯");
  // Whoever works is not asked.
  const second = await token(page);
  await words.press("End");
  await page.clock.fastForward((TOKEN_SECONDS - 140) * 1000);
  await expect.poll(() => token(page)).not.toBe(second);
  await expect(warning).toBeHidden();
});

test("when a session has ended the page says so, and a second window brings it back", async ({ page }) => {
  await page.clock.install();
  await signsIn(page, "/desk", WITH_STAFF, "lin");
  const search = page.getByRole("searchbox");
  await search.fill("QS-2026");
  await page.clock.fastForward((TOKEN_SECONDS + 1) * 1000);
  const over = page.getByRole("region", { name: /^(登录已到期|Your sign-in has ended)$/ });
  await expect(over).toBeVisible();
  await expect(search).toHaveValue("QS-2026");
  await isAccessible(page);
  const first = await token(page);
  const opened = page.waitForEvent("popup");
  await over.getByRole("button", { name: AGAIN }).click();
  const beside = await opened;
  // The provider still knows who it is.
  await beside.waitForEvent("close");
  await expect(over).toBeHidden();
  await expect(search).toHaveValue("QS-2026");
  expect(await token(page)).not.toBe(first);
});
