import { readFile } from "node:fs/promises";
import { does, files, happened, PARKING_CLERK, POTHOLE, parking, rental } from "./cases.ts";
import { expect, isAccessible, test } from "./city.ts";
import { DISPATCHER, reports, resident, type Somebody, signedIn } from "./people.ts";

const HANDLER: Somebody = { ...DISPATCHER, subject: "staff-ding-shan", name: "Ding Shan", roles: ["handler"] };

/** Somebody of their own for each project, so that no test meets the cases of another. */
function somebody(name: string): Somebody {
  return resident(`${name}-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
}

test("what is asked, by whom and by when stands on the first screen", async ({ page, city }) => {
  const me = somebody("first-screen");
  const filed = await parking(city, me);
  await does(city, PARKING_CLERK, filed, "accept");
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  const card = page.getByRole("region").first();
  await expect(card.getByText(/个工作日|working days? left/).first()).toBeVisible();
  for (const fact of [/签收受理通知书|Receive: /, /停车|Parking/, /部门审核|office checks/])
    await expect(card.getByText(fact).first()).toBeInViewport({ ratio: 1 });
  await expect(card.getByText(/20\d\d.*(工作日|left)/).first()).toBeInViewport({ ratio: 1 });
  await isAccessible(page);
});

test("an office asks for what is missing while the page is open, and the resident gives it once", async ({
  page,
  city,
}) => {
  const me = somebody("supplement");
  const filed = await parking(city, me);
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  const message = page.getByRole("textbox", { name: /给承办部门留言|Write to the department/ });
  await message.fill("请问还缺什么？");
  const reason = "产权证号填写不完整。";
  await does(city, PARKING_CLERK, filed, "ask-supplement", { reason, items: ["/homeProofNo"] });
  await page.getByRole("button", { name: /^(补正|Answer the supplement notice)$/ }).click();
  await expect(message).toHaveValue("请问还缺什么？");
  await expect(page.getByText(reason).first()).toBeVisible();
  const number = page.locator("#answer-answers-homeProofNo");
  await expect(number).toHaveValue("QS-BDC-0001");
  await number.fill("");
  const confirm = page.getByRole("button", { name: /^(确认提交|Confirm and send)/ });
  await confirm.click();
  await expect(page).toHaveTitle(/^(错误：|Error:)/);
  await isAccessible(page);
  await number.fill("QS-BDC-2015-0001234");
  await confirm.dblclick();
  await expect(page.getByRole("status").filter({ hasText: /已完成|Done/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /最晚.*补正|Give what is missing/ })).toHaveCount(0);
  expect((await happened(city, me, filed)).filter((type) => type === "SupplementAnswered")).toHaveLength(1);
  await page.getByText(/^(我填写的内容|What I wrote)$/).click();
  await expect(page.getByText("QS-BDC-2015-0001234")).toBeVisible();
  await isAccessible(page);
});

test("what a reader may not do any more says so, and what was typed stays", async ({ page, city }) => {
  const me = somebody("overtaken");
  const filed = await files(city, me, "pothole-report", { answers: POTHOLE });
  await does(city, DISPATCHER, filed, "sign");
  await does(city, HANDLER, filed, "close-unsolved", { reason: "气温过低，暂时无法修复。" });
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  await page.getByRole("button", { name: /^(要求重办|Reopen)/ }).click();
  const why = page.getByRole("textbox", { name: /^(原因|Why)/ });
  await page.getByRole("button", { name: /^(确认提交|Confirm and send)/ }).click();
  await expect(page).toHaveTitle(/^(错误：|Error:)/);
  await why.fill("围挡被风吹倒，夜间十分危险。");
  await does(city, me, filed, "reopen", { reason: "从另一台设备要求重办。" });
  await expect(page.getByText(/现在不能办理|cannot be done now/)).toBeVisible();
  await expect(why).toHaveValue("围挡被风吹倒，夜间十分危险。");
  await isAccessible(page);
});

test("a resident withdraws: told what it means, once, and the case is over", async ({ page, city }) => {
  const me = somebody("withdraws");
  const filed = await parking(city, me);
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  const withdraw = page.getByRole("button", { name: /^(撤回申请|Withdraw)$/ });
  await withdraw.click();
  await page.getByRole("button", { name: /^(取消|Cancel)$/ }).click();
  await withdraw.click();
  await expect(page.getByText(/需重新申请|apply anew/)).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: /^(确认提交|Confirm and send)/ }).dblclick();
  await expect(page.getByRole("heading", { name: /^(已撤回|Withdrawn)$/ })).toBeVisible();
  expect((await happened(city, me, filed)).filter((type) => type === "CaseWithdrawn")).toHaveLength(1);
  await isAccessible(page);
});

test("a notice is received and read as PDF, and counts as served from then on", async ({ page, city }) => {
  const me = somebody("notice");
  const filed = await parking(city, me);
  await does(city, PARKING_CLERK, filed, "accept");
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  const notice = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 3 }) })
    .first();
  await isAccessible(page);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    notice.getByRole("button", { name: /^(签收并打开|Receive and open)/ }).click(),
  ]);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe("%PDF-");
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  await expect(notice.getByText(/电子送达|Electronically/)).toBeVisible();
  await expect(notice.getByRole("button", { name: /^(打开|Open)/ })).toBeVisible();
  await isAccessible(page);
});

test("a neighbour objects to a public notice, and the applicant sees that somebody did", async ({ page, city }) => {
  const me = somebody("renter");
  const housing = { department: "d02-housing", name: "Housing" };
  const officer = (subject: string, role: string): Somebody => ({ ...housing, subject, roles: [role] });
  const filed = await rental(city, me);
  await does(city, officer("staff-yin-shu", "window-clerk"), filed, "accept");
  for (const visitor of ["staff-he-chuan", "staff-lan-xi"]) {
    const fields = { housingAsSaid: true, householdAsSaid: true };
    await does(city, officer(visitor, "reviewer"), filed, "record-visit", { fields });
  }
  await does(city, officer("staff-lan-xi", "reviewer"), filed, "announce");
  await signedIn(page, city, somebody("neighbour"));
  await page.goto(`/cases/${filed.number}`);
  await page.getByRole("textbox").fill("听说她家另有一套房。");
  await isAccessible(page);
  await page.getByRole("button", { name: /^(提出异议|Object)$/ }).dblclick();
  await expect(page.getByRole("status").filter({ hasText: /已收到您的异议|has arrived/ })).toBeVisible();
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  await expect(page.getByText(/正在核查|being checked/)).toHaveCount(1);
  await isAccessible(page);
});

test("a finished case is rated once, in one press, with a word", async ({ page, city }) => {
  const me = somebody("rates");
  const filed = await files(city, me, "pothole-report", { answers: POTHOLE });
  await does(city, DISPATCHER, filed, "sign");
  await does(city, HANDLER, filed, "resolve", { fields: { work: "已用冷补料填平压实，恢复通行。" } });
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  await page
    .getByRole("button", { name: /确认|Confirm/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^(确认提交|Confirm and send)/ }).click();
  await page.getByRole("textbox", { name: /想说的话|want to say/ }).fill("很快就修好了");
  await isAccessible(page);
  await page.getByRole("button", { name: /^(满意|Satisfied)$/ }).dblclick();
  await expect(page.getByText(/您的评价|Your rating/)).toContainText("很快就修好了");
  await expect(page.getByRole("button", { name: /^(满意|Satisfied)$/ })).toHaveCount(0);
  await isAccessible(page);
});

test("a single step is rated in one press, and the whole is let be in one press", async ({ page, city }) => {
  const me = somebody("rates-a-step");
  const filed = await files(city, me, "pothole-report", { answers: POTHOLE });
  await does(city, DISPATCHER, filed, "sign");
  await does(city, HANDLER, filed, "close-unsolved", { reason: "气温过低，暂时无法修复。" });
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  await page.getByText(/^(评价其中一步|Rate a single step)$/).click();
  const step = page.getByRole("region", { name: /^(签收|Sign for it)$/ });
  await isAccessible(page);
  await step.getByRole("textbox", { name: /想说的话|want to say/ }).fill("来得很快");
  await step.getByRole("button", { name: /^(满意|Satisfied)$/ }).dblclick();
  await expect(step).toHaveCount(0);
  await expect(page.getByText(/^(签收|Sign for it): (满意|Satisfied) 来得很快$/)).toBeVisible();
  const skip = page.getByRole("button", { name: /^(不评价|Do not rate)$/ });
  await skip.click();
  await expect(skip).toHaveCount(0);
  await isAccessible(page);
});

test("on paper a case has its answers and its history, and nothing to press", async ({ page, city }) => {
  const who = somebody("on-paper");
  const number = await reports(city, who);
  await signedIn(page, city, who);
  await page.goto(`/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const answer = page.getByText("坑洞直径约半米，下雨后看不出深浅。");
  await expect(answer).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(answer).toBeVisible();
  await expect(page.getByText(number).first()).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("textbox")).toHaveCount(0);
});
