import { expect, isAccessible, test } from "./city.ts";
import { ADMIN, issuesKey, reportsWith, signedIn } from "./people.ts";

test("a partner's engineer and the administrators see what its systems did", async ({ page, city, browser }) => {
  const label = `map of ${test.info().project.name}`;
  const key = await issuesKey(city, "city-map", label);
  await reportsWith(city, key);
  await page.goto("/partners");
  await expect(page.getByRole("button", { name: /管理员|Administrator/ })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel(/^(接口密钥|API key)$/).fill(key);
  const withKey = page.locator("form").filter({ hasText: /接口密钥|API key/ });
  await withKey.getByRole("button", { name: /^(登录|Sign in)$/ }).click();
  const told = page.getByRole("table", { name: /每日用量|Usage by day/ });
  await expect(told.getByRole("row")).toHaveCount(3);
  await expect(page.getByText(/60,000/)).toBeVisible();
  await expect(page.locator("svg")).toBeVisible();
  await isAccessible(page);
  const own = await told.getByRole("row").last().textContent();
  const office = await browser.newPage({ baseURL: city.address });
  await signedIn(office, city, ADMIN);
  await office.goto("/partners?of=city-map");
  const sum = office
    .getByRole("table", { name: /每日用量|Usage by day/ })
    .getByRole("row")
    .last();
  await expect(sum).toContainText(/\d/);
  const all = await sum.textContent();
  expect(all?.replace(/\D/g, "")).toBe(own?.replace(/\D/g, ""));
  await expect(office.getByText(label)).toBeVisible();
  await office.close();
});
