import { expect, isAccessible, test } from "./city.ts";
import { casesOf, fillsInPothole, ONWARD, PLACE, reachesCheck, SEND } from "./fill.ts";
import { fill } from "./filling.ts";
import { moduleOf } from "./manifests.ts";
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
  await fillsInPothole(page);
  const send = page.getByRole("button", { name: /^(提交|Submit|Send)/ });
  await expect(send).toBeVisible();
  await expect(page.getByText("松涛路与鹤鸣街路口")).toBeVisible();
  await isAccessible(page);
  await send.dblclick();
  await expect(page).toHaveURL(/\/services\/pothole-report\/receipt\//);
  await expect(page.getByText(/QS-2026-/).first()).toBeVisible();
  await isAccessible(page);
  expect(await casesOf(page)).toBe(1);
});

test("what was typed outlives a reload that comes at once", async ({ page, city }) => {
  await signedIn(page, city, resident(`reloads-${test.info().project.name}`));
  await page.goto("/services/pothole-report/apply");
  const place = page.getByRole("textbox").first();
  for (const text of ["松", "松涛路", PLACE]) {
    await place.fill(text);
    await page.reload();
    await expect(place).toHaveValue(text);
  }
  await expect(page.getByRole("status").filter({ hasText: /\d:\d\d 已保存|Saved at \d+:\d\d/ })).toBeVisible();
  await expect(page.getByText(/^(保留到|Kept until)/)).toBeVisible();
  await isAccessible(page);
});

test("a draft is its owner's, and goes when it was sent", async ({ page, city, context }) => {
  const somebody = resident(`owner-${test.info().project.name}`);
  await signedIn(page, city, somebody);
  await page.goto("/services/pothole-report/apply");
  await page.getByRole("textbox").first().fill(PLACE);
  const other = await context.newPage();
  await signedIn(other, city, resident(`next-${test.info().project.name}`));
  await other.goto("/services/pothole-report/apply");
  await expect(other.getByRole("textbox").first()).toHaveValue("");
  await other.close();
  await reachesCheck(page);
  await page.getByRole("button", { name: SEND }).click();
  await expect(page).toHaveURL(/\/receipt\//);
  await page.goto("/services/pothole-report/apply");
  await expect(page.getByRole("textbox").first()).toHaveValue("");
});

test("there and back, one change and the other language leave every answer as it was", async ({ page, city }) => {
  await signedIn(page, city, resident(`back-${test.info().project.name}`));
  await reachesCheck(page);
  const onward = page.getByRole("button", { name: ONWARD });
  const pages =
    Number(/\d+\D*$/.exec((await page.getByRole("heading", { level: 1 }).textContent()) ?? "")?.[0].match(/\d+/)?.[0]) -
    1;
  for (let back = 0; back < pages; back++) await page.goBack();
  await expect(page.getByRole("textbox").first()).toHaveValue(PLACE);
  for (let forth = 0; forth < pages; forth++) await page.goForward();
  await expect(page.getByText(PLACE)).toBeVisible();
  const answers = await page.locator(".Given dd:first-of-type").allTextContents();
  const { pathname, search } = new URL(page.url());
  const other = page.getByRole("button", { name: /^(English|中文)$/ });
  await other.click();
  await expect(page.getByText(PLACE)).toBeVisible();
  await other.click();
  expect(await page.locator(".Given dd:first-of-type").allTextContents()).toEqual(answers);
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(pathname + search);
  await page.getByRole("link", { name: /^(修改：具体位置|Change: Where exactly)/ }).click();
  await expect(page.getByRole("textbox").first()).toBeFocused();
  await page.getByRole("textbox").first().fill("鹤鸣街11号");
  await onward.click();
  await expect(page.getByRole("button", { name: SEND })).toBeVisible();
  const changed = await page.locator(".Given dd:first-of-type").allTextContents();
  expect(changed).toEqual(answers.map((answer) => (answer === PLACE ? "鹤鸣街11号" : answer)));
});

test("two presses and a reload while it is sent give one case", async ({ page, city }) => {
  await signedIn(page, city, resident(`once-${test.info().project.name}`));
  await reachesCheck(page);
  const sent: string[] = [];
  let letGo = () => {};
  const isHeld = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  // The city takes the first attempt, and the page is loaded anew before it hears of it.
  await page.route("**/graphql", async (route) => {
    const text = route.request().postData() ?? "";
    if (!text.includes("submitCase")) return route.continue();
    sent.push(JSON.parse(text).variables.input.idempotencyKey);
    if (sent.length > 1) return route.continue();
    const response = await route.fetch();
    expect((await response.json()).data.submitCase.userErrors).toEqual([]);
    letGo();
  });
  await page.getByRole("button", { name: SEND }).dblclick();
  await isHeld;
  await page.reload();
  await expect(page).toHaveURL(/\/receipt\//);
  await page.reload();
  await expect(page.getByText(/QS-2026-/).first()).toBeVisible();
  expect(new Set(sent).size).toBe(1);
  expect(sent).toHaveLength(2);
  expect(await casesOf(page)).toBe(1);
});

test("what is wrong leads to its own question, also within one of several members", async ({ page, city }) => {
  await signedIn(page, city, resident(`household-${test.info().project.name}`));
  await page.goto("/services/public-rental/apply");
  const { schema } = moduleOf("public-rental").form;
  const onward = page.getByRole("button", { name: ONWARD });
  const members = page.locator(".List");
  const answers = {
    applicantName: "吴佩",
    applicantId: "590103200002290108",
    mobile: "15400000033",
    district: "590102",
  };
  const rest = { address: "映月区月桥街道望月里3号楼2单元101室", household: "Local" };
  await expect(onward).toBeVisible();
  for (let left: string[] = Object.keys({ ...answers, ...rest }); (await members.count()) === 0; ) {
    const wanted = Object.entries({ ...answers, ...rest }).filter(([name]) => left.includes(name));
    left = await fill(page.getByRole("main"), schema, Object.fromEntries(wanted));
    const before = page.url();
    await onward.click();
    await expect(page).not.toHaveURL(before);
  }
  await onward.click();
  const summary = page.locator(".ErrorSummary");
  await expect(summary).toBeFocused();
  const ways = summary.getByRole("link");
  expect(await ways.count()).toBeGreaterThan(2);
  for (const way of await ways.all()) {
    await way.click();
    const control = page.locator(":focus");
    await expect(control).toBeInViewport();
    const question = page.locator(".Field").filter({ has: control }).last().locator(".Field-label").first();
    await expect(question).toBeInViewport();
    await expect(question).toHaveText(/./);
  }
});
