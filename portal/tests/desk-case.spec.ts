import { readFile } from "node:fs/promises";
import { does, files, PARKING_CLERK, POTHOLE, parking } from "./cases.ts";
import { expect, isAccessible, test } from "./city.ts";
import { claims, DISPATCHER, HANDLER, releases, reports, resident, signedIn } from "./people.ts";

test("a whole case is handled without a mouse", async ({ page, city }) => {
  const number = await reports(city, resident(`without-a-mouse-${test.info().project.name}`));
  await signedIn(page, city, HANDLER);
  await page.goto("/desk?list=unassigned&order=newest");
  await expect(page.getByRole("link", { name: number })).toBeVisible();
  const press = (key: string) => page.keyboard.press(key);
  await press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await isAccessible(page);
  await press("Escape");
  const own = page.getByRole("link", { name: number });
  // Others hand in too: the newest is not always ours.
  const rows = await page.getByRole("rowheader").count();
  for (let step = 0; step < rows && !(await own.evaluate((one) => one === document.activeElement)); step += 1)
    await press("j");
  await expect(own).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: number })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(领办|Claim)$/ })).toBeVisible();
  await press("c");
  await expect(page.getByRole("button", { name: /^(放回|Release)$/ })).toBeVisible();
  const reach = async (name: RegExp) => {
    const button = page.getByRole("button", { name });
    await expect(button).toBeVisible();
    for (let step = 0; step < 60 && !(await button.evaluate((one) => one === document.activeElement)); step += 1)
      await press("Tab");
    await expect(button).toBeFocused();
    await press("Enter");
  };
  await reach(/^(签收|Sign for it)$/);
  await reach(/^(确认：签收|Confirm: Sign for it)$/);
  await expect(page.getByRole("status").filter({ hasText: /已办理|Done/ })).toBeVisible();
  await reach(/^(报告修复|Report the repair)$/);
  await reach(/^(确认：报告修复|Confirm: Report the repair)$/);
  // What is missing takes the focus, so that it is typed at once.
  await expect(page.getByRole("textbox", { name: /^(修复情况|What was done)/ })).toBeFocused();
  await isAccessible(page);
  await page.keyboard.type("坑洞已经填平。");
  await reach(/^(确认：报告修复|Confirm: Report the repair)$/);
  await expect(page.getByText("坑洞已经填平。")).toBeVisible();
  await expect(page.getByText(/^(待确认|Repaired; waiting)/).first()).toBeVisible();
});

test("a long history is read page by page, and says no more when all is there", async ({ page, city }) => {
  const filed = await files(city, resident("long-history"), "pothole-report", { answers: POTHOLE });
  for (let turn = 0; turn < 55; turn += 1) {
    await claims(city, DISPATCHER, filed.number);
    await releases(city, DISPATCHER, filed.id);
  }
  await signedIn(page, city, DISPATCHER);
  await page.goto(`/desk/cases/${filed.number}`);
  const history = page.getByRole("region", { name: /^(办理过程|What happened)$/ });
  await expect(history.getByRole("listitem")).toHaveCount(100);
  const more = history.getByRole("button", { name: /^(显示后面的过程|Show what came later)$/ });
  await more.click();
  await expect(more).toHaveCount(0);
  const all = await history.getByRole("listitem").count();
  expect(all).toBeGreaterThanOrEqual(111);
  // What happens now is one page further, and what was read stays.
  await claims(city, DISPATCHER, filed.number);
  await more.click();
  await expect(history.getByRole("listitem")).toHaveCount(all + 1);
  await isAccessible(page);
});

test("an officer opens what was issued in a case", async ({ page, city }) => {
  const me = resident(`issued-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const filed = await parking(city, me);
  await does(city, PARKING_CLERK, filed, "accept");
  await signedIn(page, city, PARKING_CLERK);
  await page.goto(`/desk/cases/${filed.number}`);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /^(下载文书|Download) QS-/ }).click(),
  ]);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe("%PDF-");
  await isAccessible(page);
});

test("keys without a modifier do nothing once they are switched off", async ({ page, city }) => {
  const number = await reports(city, resident("keys-off"));
  await signedIn(page, city, HANDLER);
  await page.goto("/desk?list=unassigned&order=newest");
  await expect(page.getByRole("link", { name: number })).toBeVisible();
  await page.getByRole("button", { name: /^(键盘快捷键|Keyboard shortcuts)$/ }).click();
  await page.getByRole("checkbox", { name: /^(使用快捷键|Use the shortcuts)$/ }).uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: number })).not.toBeFocused();
});

test("what another officer does arrives, and what is being typed stays", async ({ page, city }) => {
  const number = await reports(city, resident("while-typing"));
  await signedIn(page, city, HANDLER);
  await page.goto(`/desk/cases/${number}`);
  await page.getByRole("button", { name: /^(转派|Pass on)$/ }).click();
  const reason = page.getByRole("textbox", { name: /^(理由|Reason)$/ });
  await reason.fill("不是本区的道路");
  await page.getByRole("textbox", { name: /^(给申请人留言|Write to the applicant)$/ }).fill("请说明位置");
  await claims(city, DISPATCHER, number);
  await expect(page.getByRole("status").filter({ hasText: /本页已更新|was updated/ })).toBeVisible();
  await expect(page.getByText(/操作现在不能办理|cannot be done now/)).toBeVisible();
  await expect(reason).toHaveValue("不是本区的道路");
  await expect(page.getByRole("textbox", { name: /^(给申请人留言|Write to the applicant)$/ })).toHaveValue(
    "请说明位置",
  );
  // What cannot be done says why.
  await page.getByText(/^(暂不能办理的操作|What you cannot do now, and why)$/).click();
  await expect(page.getByText(/由其他人承办|Another officer has the case/).first()).toBeVisible();
  await isAccessible(page);
});
