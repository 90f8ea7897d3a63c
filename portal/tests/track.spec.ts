import { does, files, POTHOLE, parking } from "./cases.ts";
import { expect, isAccessible, test } from "./city.ts";
import { reachesCheck, SEND } from "./fill.ts";
import { DISPATCHER, resident, signedIn } from "./people.ts";

test("who filed anonymously follows the case by its receipt; a wrong code opens nothing", async ({ page, city }) => {
  const filed = await files(city, null, "pothole-report", { answers: POTHOLE });
  await page.goto(`/track?number=${filed.number}`);
  await isAccessible(page);
  const look = page.getByRole("button", { name: /^(查询|Look it up)$/ });
  await look.click();
  await expect(page).toHaveTitle(/^(错误：|Error:)/);
  const code = page.getByRole("textbox", { name: /^(查询码|Receipt code)/ });
  await code.fill("0000-0000");
  await look.click();
  await expect(page.getByRole("link", { name: /查询码不符|do not belong together/ })).toBeVisible();
  await isAccessible(page);
  await code.fill(filed.code.toLowerCase().replace("-", " "));
  await look.click();
  await expect(page.getByText(filed.number)).toBeVisible();
  await does(city, DISPATCHER, filed, "sign");
  await page.getByRole("button", { name: /^(重新查询|Look again)$/ }).click();
  await expect(page.getByText(/办理中|In hand/).first()).toBeVisible();
  await expect(page.getByText("松涛路")).toHaveCount(0);
  await isAccessible(page);
});

test("who reports anonymously gets the code on the receipt, also after a reload, and follows by it", async ({
  page,
}) => {
  await page.goto("/services/pothole-report/apply");
  await expect(page.getByRole("main").getByRole("link", { name: /^(登录|Sign in)$/ })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: /^(不登录，匿名办理|Go on without signing in)$/ }).click();
  await reachesCheck(page);
  await page.getByRole("button", { name: SEND }).click();
  await expect(page).toHaveURL(/\/receipt\//);
  const code = page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await expect(code).toBeVisible();
  await isAccessible(page);
  const told = (await code.textContent()) ?? "";
  await page.reload();
  await expect(code).toHaveText(told);
  await page.getByRole("link", { name: /^(查看办理进度|Follow)/ }).click();
  await expect(page.getByRole("textbox", { name: /^(办件编号|Case number)/ })).toHaveValue(/^QS-/);
  await page.getByRole("textbox", { name: /^(查询码|Receipt code)/ }).fill(told);
  await page.getByRole("button", { name: /^(查询|Look it up)$/ }).click();
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await isAccessible(page);
});

test("the receipt shows the code that tracks the case", async ({ page, city }) => {
  const me = resident(`receipt-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const filed = await parking(city, me);
  await signedIn(page, city, me);
  await page.goto(`/services/resident-parking/receipt/${filed.number}`);
  await expect(page.getByText(filed.code)).toBeVisible();
  await isAccessible(page);
});
