import { expect, isAccessible, test } from "./city.ts";
import { reports, resident, signedIn } from "./people.ts";

test("a service is found by words and by theme, and the address keeps what was looked for", async ({ page, city }) => {
  await page.goto("/");
  const words = page.getByRole("searchbox");
  await expect(page.getByRole("heading", { level: 3 }).first()).toBeVisible();
  await isAccessible(page);
  await words.fill("qqqq");
  await expect(page.getByRole("main").getByRole("status")).toContainText("12345");
  await isAccessible(page);
  await words.fill("");
  const first = page.getByRole("heading", { level: 3 }).first();
  const title = (await first.textContent()) ?? "";
  await words.fill(title);
  const query = new URLSearchParams({ q: title }).toString();
  await expect(page).toHaveURL(`${city.address}/?${query}`);
  await expect(first).toHaveText(title);
  await page.reload();
  await expect(words).toHaveValue(title);
});

test("every service has a guide that says what decides first", async ({ page }) => {
  await page.goto("/");
  const links = page.getByRole("heading", { level: 3 }).getByRole("link");
  await expect(links.first()).toBeVisible();
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  expect(paths.length).toBeGreaterThanOrEqual(9);
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText(/^(谁可以办|Who may apply)$/);
    await isAccessible(page);
  }
});

test("a resident sees their case, writes to the department and reads it in both languages", async ({ page, city }) => {
  const somebody = resident(`reporter-${test.info().project.name}`);
  const number = await reports(city, somebody);
  await signedIn(page, city, somebody);
  await page.goto("/cases");
  await isAccessible(page);
  await page.getByRole("heading", { level: 2 }).getByRole("link").first().click();
  await expect(page).toHaveURL(`${city.address}/cases/${number}`);
  await page.getByRole("textbox").fill("围挡被风吹倒了");
  await page.getByRole("button", { name: /^(English|中文)$/ }).click();
  await expect(page.getByRole("textbox")).toHaveValue("围挡被风吹倒了");
  await page.getByRole("button", { name: /^(发送留言|Send the message)$/ }).click();
  await expect(page.getByRole("textbox")).toHaveValue("");
  await expect(page.getByText("围挡被风吹倒了")).toBeVisible();
  await isAccessible(page);
});

test("an address without a page says so and leads back", async ({ page }) => {
  await page.goto("/services/nothing-of-that-name");
  await expect(page.getByRole("main").getByText(/12345/)).toBeVisible();
  await isAccessible(page);
});
