import { expect, isAccessible, test } from "./city.ts";

test("a service is found by words and by theme, and the address keeps what was looked for", async ({
  page,
  baseURL,
}) => {
  await page.goto("/");
  const words = page.getByRole("searchbox");
  await expect(page.getByRole("heading", { level: 3 }).first()).toBeVisible();
  await isAccessible(page);
  await words.fill("qqqq");
  await expect(page.getByRole("status")).toContainText("12345");
  await isAccessible(page);
  await words.fill("");
  const first = page.getByRole("heading", { level: 3 }).first();
  const title = (await first.textContent()) ?? "";
  await words.fill(title);
  await expect(page).toHaveURL(`${baseURL}/?q=${encodeURIComponent(title).replaceAll("%20", "+")}`);
  await expect(first).toHaveText(title);
  await page.reload();
  await expect(words).toHaveValue(title);
});
