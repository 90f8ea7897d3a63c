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

test("where officers sign in only people who work there are offered", async ({ page, city }) => {
  for (const path of ["/desk", "/desk/sign-in", "/board"]) {
    await page.goto(path);
    const people = page.getByRole("region", { name: /^(选择一位示例人员|Choose a sample person)$/ });
    await expect(people.getByRole("listitem").first()).toBeVisible();
    await expect(people.getByRole("textbox")).toHaveCount(0);
    await isAccessible(page);
  }
  await page.goto("/desk/sign-in");
  for (const person of await page.getByRole("listitem").getByRole("button").allTextContents()) {
    await page.goto("/desk/sign-in");
    await page.getByRole("button", { name: person, exact: true }).click();
    await expect(page).toHaveURL(`${city.address}/desk`);
    // Nobody of them is told that they have no office.
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("link", { name: /^(去办事大厅|Go to the hall)$/ })).toHaveCount(0);
  }
});
