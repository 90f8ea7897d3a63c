import { does, files, parking } from "./cases.ts";
import { expect, isAccessible, test } from "./city.ts";
import { DISPATCHER, resident, signedIn } from "./people.ts";

const POTHOLE = {
  street: "590103001",
  location: "松涛路与鹤鸣街路口",
  damage: "Pothole",
  danger: true,
  description: "坑洞直径约半米，下雨后看不出深浅。",
  wantsReply: true,
  phone: "15400000003",
};

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

test("the receipt shows the code that tracks the case", async ({ page, city }) => {
  const me = resident(`receipt-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const filed = await parking(city, me);
  await signedIn(page, city, me);
  await page.goto(`/services/resident-parking/receipt/${filed.number}`);
  await expect(page.getByText(filed.code)).toBeVisible();
  await isAccessible(page);
});
