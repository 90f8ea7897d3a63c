import { expect, isAccessible } from "./city.ts";
import { test } from "./outside.ts";
import { TOKEN_SECONDS } from "./provider.ts";
import { AGAIN, entersAs, loud, signsIn, token, WITH_CITY, WITH_STAFF } from "./signing.ts";

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

test("where the browser opens no second window, this one signs in and comes back", async ({ page, outside }) => {
  await page.clock.install();
  await page.addInitScript(() => Object.assign(window, { open: () => null }));
  await signsIn(page, "/desk?list=overdue", WITH_STAFF, "lin");
  const first = await token(page);
  await page.clock.fastForward((TOKEN_SECONDS + 1) * 1000);
  await page.getByRole("button", { name: AGAIN }).click();
  // The provider still knows who it is.
  await expect(page.getByRole("button", { name: AGAIN })).toHaveCount(0);
  await expect(page).toHaveURL(`${outside}/desk?list=overdue`);
  await expect(page.getByRole("banner").getByText("Name of lin")).toBeVisible();
  expect(await token(page)).not.toBe(first);
});

test("who signs in as somebody else in the second window begins with a page of their own", async ({ page }) => {
  await page.clock.install();
  await signsIn(page, "/desk", WITH_STAFF, "lin");
  await page.getByRole("searchbox").fill("QS-2026");
  await page.clock.fastForward((TOKEN_SECONDS + 1) * 1000);
  await page.context().clearCookies();
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: AGAIN }).click();
  const beside = await opened;
  await entersAs(beside, "shen");
  await expect(page.getByRole("banner").getByText("Name of shen")).toBeVisible();
  // Nothing of what the other one typed is theirs.
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

loud("whose session the provider does not renew is told so, and signs in again beside the page", async ({ page }) => {
  await page.clock.install();
  await signsIn(page, "/", WITH_CITY, "qian");
  await page.evaluate(() => {
    const known = JSON.parse(sessionStorage.getItem("cityhall.session") ?? "null");
    known.renewal.refresh = "withdrawn";
    sessionStorage.setItem("cityhall.session", JSON.stringify(known));
  });
  await page.reload();
  await page.getByRole("searchbox").fill("路灯");
  await page.reload();
  await page.clock.fastForward((TOKEN_SECONDS - 140) * 1000);
  const warning = page.getByRole("dialog");
  await expect(warning).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(warning.getByRole("alert")).toBeVisible();
  await isAccessible(page);
  const first = await token(page);
  const opened = page.waitForEvent("popup");
  await warning.getByRole("button", { name: AGAIN }).click();
  await (await opened).waitForEvent("close");
  await expect(warning).toBeHidden();
  await expect(page.getByRole("searchbox")).toHaveValue("路灯");
  expect(await token(page)).not.toBe(first);
});
