import { expect, isAccessible } from "./city.ts";
import { test } from "./outside.ts";
import { AGAIN, entersAs, loud, token, WITH_CITY } from "./signing.ts";

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
