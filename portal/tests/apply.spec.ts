import { expect, isAccessible, test } from "./city.ts";
import { resident, signedIn } from "./people.ts";

test("a resident applies: what is missing is told, and one case comes of it", async ({ page, city }) => {
  await signedIn(page, city, resident(`applicant-${test.info().project.name}`));
  await page.goto("/services/pothole-report/apply");
  const onward = page.getByRole("button", { name: /^(下一步|Continue)$/ });
  await expect(onward).toBeVisible();
  await isAccessible(page);
  await onward.click();
  await expect(page).toHaveTitle(/^(错误：|Error:)/);
  await isAccessible(page);
  await page.getByRole("combobox").selectOption({ index: 4 });
  await page.getByRole("textbox").first().fill("松涛路与鹤鸣街路口");
  for (const group of await page.getByRole("group").all()) await group.getByRole("radio").last().check();
  await onward.click();
  const send = page.getByRole("button", { name: /^(提交|Submit|Send)/ });
  await expect(send).toBeVisible();
  await expect(page.getByText("松涛路与鹤鸣街路口")).toBeVisible();
  await isAccessible(page);
  await send.dblclick();
  await expect(page).toHaveURL(/\/services\/pothole-report\/receipt\//);
  await expect(page.getByText(/QS-2026-/).first()).toBeVisible();
  await isAccessible(page);
  await page.goto("/cases");
  await expect(page.getByRole("heading", { level: 2 })).toHaveCount(1);
});
