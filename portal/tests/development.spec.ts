import { expect, isAccessible, test } from "./city.ts";

test("in development somebody is chosen, and a resident of a simulated city is named", async ({ page, city }) => {
  await page.goto("/sign-in?to=/cases");
  const people = page.getByRole("region", { name: /^(选择一位示例人员|Choose a sample person)$/ });
  await expect(people.getByRole("listitem").first()).toBeVisible();
  await isAccessible(page);
  await people.getByRole("listitem").getByRole("button").first().click();
  await expect(page).toHaveURL(`${city.address}/cases`);
  await page.getByRole("button", { name: /^(退出登录|Sign out)$/ }).click();
  await page.goto("/sign-in?to=/cases");
  await people.getByRole("textbox").fill("resident-li-mu-12");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${city.address}/cases`);
  await expect(page.getByText("resident-li-mu-12")).toBeVisible();
});
