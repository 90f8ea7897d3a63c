import type { Page } from "@playwright/test";
import { does, happened, PARKING_CLERK, parking } from "./cases.ts";
import { expect, isAccessible, test } from "./city.ts";
import { AGENT, COUNTER, resident, signedIn } from "./people.ts";

/** An identity number that is right by its own check. */
const NUMBER = "590103198402290019";

/** Whose hole it is, in which street and of what kind. */
async function takesDown(page: Page): Promise<void> {
  await page.getByLabel(/^(身份证号码|Identity number)$/).fill(NUMBER);
  await page.getByRole("combobox", { name: /街道|street/i }).selectOption({ index: 4 });
  await page.getByRole("textbox", { name: /^(具体位置|Where exactly)/ }).fill("松涛路与鹤鸣街路口");
  const choices = page.getByRole("group").filter({ has: page.getByRole("radio") });
  // The first says for whom it is.
  for (const choice of (await choices.all()).slice(1)) await choice.getByRole("radio").last().check();
}

test("an officer takes a report down for somebody who calls", async ({ page, city }) => {
  await signedIn(page, city, AGENT);
  await page.goto("/desk/file");
  const services = page.getByRole("main").getByRole("listitem").getByRole("link");
  await expect(services.first()).toBeVisible();
  await isAccessible(page);
  await services.filter({ hasText: /^(道路坑洞报修|Pothole report)$/ }).click();
  const onward = page.getByRole("button", { name: /^(下一步|Continue)$/ });
  await onward.click();
  await expect(page).toHaveTitle(/^(错误：|Error:)/);
  await isAccessible(page);
  await takesDown(page);
  await onward.click();
  await expect(page).toHaveURL(/step=check$/);
  await expect(page.getByText(NUMBER)).toBeVisible();
  await isAccessible(page);
  // Back to change something: nothing that was typed is gone.
  await page.getByRole("link", { name: /^(修改|Change)$/ }).click();
  await expect(page.getByLabel(/^(身份证号码|Identity number)$/)).toHaveValue(NUMBER);
  await onward.click();
  await page.getByRole("button", { name: /^(提交登记|Hand it in)$/ }).dblclick();
  await expect(page).toHaveURL(/\/desk\/file\/receipt\/QS-/);
  await expect(page.getByRole("definition").first()).toBeVisible();
  expect(page.url(), "the number of a person stands in no address").not.toContain(NUMBER);
  await isAccessible(page);
  await page.getByRole("link", { name: /^(打开办件|Open the case)$/ }).click();
  await expect(page.getByText(/电话|By phone/).first()).toBeVisible();
});

test("a place that is marked at the counter is on the map of its case, with the name of its district", async ({
  page,
  city,
}) => {
  await signedIn(page, city, AGENT);
  await page.goto("/desk/file/pothole-report");
  const place = page.getByRole("group", { name: /^(在地图上标出位置|Mark it on the map)/ });
  await expect(place.getByRole("option")).toHaveCount(5);
  await takesDown(page);
  const map = place.locator("svg");
  await map.scrollIntoViewIfNeeded();
  const { width, height } = (await map.boundingBox()) ?? { width: 0, height: 0 };
  await map.click({ position: { x: width * 0.75, y: height * 0.25 } });
  await expect(place.getByText(/^(已标在听松区。|Marked in Tingsong District\.)$/)).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: /^(下一步|Continue)$/ }).click();
  const shown = page
    .getByRole("definition")
    .filter({ hasText: /^90\.[23]\d*°, -30\.[01]\d*°(听松区|Tingsong District)$/ });
  await expect(shown.locator("circle")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: /^(提交登记|Hand it in)$/ }).click();
  await page.getByRole("link", { name: /^(打开办件|Open the case)$/ }).click();
  const answers = page.getByRole("region", { name: /^(申请内容|What was asked and answered)$/ });
  await expect(answers.locator(shown).locator("circle")).toBeVisible();
  await isAccessible(page);
  const told = await answers.locator(shown).textContent();
  await page.getByRole("button", { name: /^(English|中文)$/ }).click();
  await expect(answers.locator(shown)).not.toHaveText(told ?? "");
});

test("what is missing is answered at a counter for whoever brings it", async ({ page, city }) => {
  const me = resident(`brings-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const filed = await parking(city, me);
  await does(city, PARKING_CLERK, filed, "ask-supplement", { reason: "产权证号填写不完整。", items: ["/homeProofNo"] });
  await signedIn(page, city, COUNTER);
  await page.goto(`/desk/cases/${filed.number}`);
  await page.getByRole("button", { name: /^(补正|Answer the supplement notice)$/ }).click();
  const form = page.getByRole("form", { name: /^(补正|Answer the supplement notice)$/ });
  // What was asked for is asked, and nothing else.
  await expect(form.getByRole("textbox")).toHaveCount(1);
  const proof = page.locator("#answer-answers-homeProofNo");
  const confirm = form.getByRole("button", { name: /^(确认|Confirm)/ });
  await confirm.click();
  await expect(proof).toHaveAttribute("aria-invalid", "true");
  await expect(proof).toBeFocused();
  await isAccessible(page);
  await proof.fill("QS-BDC-2015-0001234");
  await confirm.click();
  await expect(page.getByRole("status").filter({ hasText: /^(已办理|Done)/ })).toBeVisible();
  expect((await happened(city, me, filed)).filter((type) => type === "SupplementAnswered")).toHaveLength(1);
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  await page.getByText(/^(我填写的内容|What I wrote)$/).click();
  await expect(page.getByText("QS-BDC-2015-0001234")).toBeVisible();
});

test("the cases of a person are found by their number, which no address tells", async ({ page, city }) => {
  await signedIn(page, city, AGENT);
  await page.goto("/desk/person");
  const find = page.getByRole("button", { name: /^(查找办件|Find their cases)$/ });
  await find.click();
  await expect(page.getByText(/请填写号码|Write the number/)).toBeVisible();
  await isAccessible(page);
  await page.getByRole("textbox", { name: /信用代码|credit code/ }).fill(NUMBER);
  await find.click();
  await expect(page.getByRole("status").filter({ hasText: /找到|found/ })).toBeVisible();
  expect(page.url()).toBe(`${city.address}/desk/person`);
  await isAccessible(page);
});

test("whoever has no office is told where they belong, and nothing is asked for them", async ({ page, city }) => {
  await signedIn(page, city, resident("passer-by"));
  for (const path of ["/desk", "/desk/file", "/desk/person", "/desk/cases/QS-2026-0000"]) {
    await page.goto(path);
    await expect(page.getByRole("link", { name: /^(去办事大厅|Go to the hall)$/ })).toBeVisible();
    await isAccessible(page);
  }
});
