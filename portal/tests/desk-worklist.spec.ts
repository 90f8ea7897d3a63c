import { expect, isAccessible, test } from "./city.ts";
import { claims, DISPATCHER, HANDLER, OTHER_DISPATCHER, reports, resident, signedIn } from "./people.ts";

test("of 20 cases that are claimed at once 18 are done, and 2 say who has them", async ({ page, city }) => {
  const numbers: string[] = [];
  for (let index = 0; index < 20; index += 1) numbers.push(await reports(city, resident(`of-twenty-${index % 4}`)));
  await signedIn(page, city, DISPATCHER);
  await page.goto("/desk?list=unassigned&order=newest");
  for (const number of numbers) await page.getByRole("checkbox", { name: new RegExp(number) }).check();
  const taken = numbers.slice(3, 5);
  for (const number of taken) await claims(city, OTHER_DISPATCHER, number);
  await page.getByRole("button", { name: /^(领办选中的办件|Claim the selected cases)$/ }).click();
  const results = page.getByRole("heading", { name: /^(逐件结果|Result for each case)$/ }).locator("..");
  await expect(results.getByRole("listitem")).toHaveCount(20, { timeout: 60_000 });
  await expect(results.getByRole("listitem").filter({ hasText: "✓" })).toHaveCount(18);
  for (const number of taken)
    await expect(results.getByRole("listitem").filter({ hasText: number })).toContainText("✕");
  await isAccessible(page);
  await page.goto("/desk?order=newest");
  for (const number of numbers.filter((one) => !taken.includes(one)))
    await expect(page.getByRole("link", { name: number })).toBeVisible();
});

test("of cases that are assigned at once each tells its own outcome, and what failed stays chosen", async ({
  page,
  city,
}) => {
  const project = test.info().project.name.replaceAll(/\W+/g, "-");
  const numbers: string[] = [];
  for (let index = 0; index < 4; index += 1) numbers.push(await reports(city, resident(`given-${project}-${index}`)));
  await signedIn(page, city, DISPATCHER);
  await page.goto("/desk?list=unassigned&order=newest");
  for (const number of numbers) await page.getByRole("checkbox", { name: new RegExp(number) }).check();
  const [taken = "", ...others] = numbers;
  await claims(city, OTHER_DISPATCHER, taken);
  await page.getByRole("button", { name: /^(分办选中的办件|Assign the selected cases)$/ }).click();
  const give = page.getByRole("button", { name: /^(确认分办|Assign the case)$/ });
  const account = page.getByRole("combobox", { name: /^(工作人员账号|Officer's account)/ });
  await give.click();
  await expect(account).toBeFocused();
  await expect(page.getByText(/请填写工作人员账号|Write the officer's account/)).toBeVisible();
  await isAccessible(page);
  await account.fill(HANDLER.subject);
  await give.click();
  const results = page.getByRole("heading", { name: /^(逐件结果|Result for each case)$/ }).locator("..");
  await expect(results.getByRole("listitem")).toHaveCount(4);
  await expect(results.getByRole("listitem").filter({ hasText: "✓" })).toHaveCount(3);
  await expect(results.getByRole("listitem").filter({ hasText: taken })).toContainText("✕");
  await isAccessible(page);
  await signedIn(page, city, HANDLER);
  await page.goto("/desk?order=newest");
  for (const number of others) await expect(page.getByRole("link", { name: number })).toBeVisible();
  await expect(page.getByRole("link", { name: taken })).toHaveCount(0);
});

test("each list has as many rows as it says, and a saved filter opens cold", async ({ page, city }) => {
  await reports(city, resident("counted-row"));
  await signedIn(page, city, DISPATCHER);
  for (const list of ["unassigned", "all"]) {
    await page.goto(`/desk?list=${list}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/\d/);
    const told = Number(/\d+/.exec((await page.getByRole("heading", { level: 1 }).textContent()) ?? "")?.[0]);
    const seen = new Set<string>();
    for (let isMore = true; isMore; ) {
      const rows = page.getByRole("rowheader");
      await expect(rows.first()).toBeVisible();
      for (const number of await rows.allTextContents()) seen.add(number);
      const next = page.getByRole("link", { name: /^(下一页|Next page)$/ });
      isMore = await next.isVisible();
      const last = (await rows.last().textContent()) ?? "";
      if (isMore) await next.click();
      if (isMore) await expect(page.getByRole("rowheader", { name: last })).toHaveCount(0);
    }
    expect(seen.size).toBe(told);
  }
});

test("at the end of a long list the way to the next page stays where it is", async ({ page, city }) => {
  for (let index = 0; index < 26; index += 1) await reports(city, resident("long-list"));
  await signedIn(page, city, DISPATCHER);
  await page.goto("/desk?list=unassigned");
  const next = page.getByRole("link", { name: /^(下一页|Next page)$/ });
  await expect(next).toBeVisible();
  const moved = await next.evaluate(async (link) => {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    const first = link.getBoundingClientRect().top;
    // The browser lays out what has come into sight only in the frames after a jump.
    for (let frame = 0; frame < 10; frame += 1) await new Promise(requestAnimationFrame);
    return Math.abs(link.getBoundingClientRect().top - first);
  });
  expect(moved, "pixels").toBeLessThan(1);
});

test("filters, order and columns stand in the address, and are kept by a name", async ({ page, city }) => {
  await reports(city, resident("kept-look"));
  await signedIn(page, city, DISPATCHER);
  await page.goto("/desk?list=all&stage=SUBMITTED&order=newest");
  await page.getByText(/^(显示的栏目|Columns)$/).click();
  await page.getByRole("checkbox", { name: /^(阶段|Stage)$/ }).uncheck();
  await expect(page).toHaveURL(/hide=stage/);
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  await page.getByText(/^(常用筛选|Saved filters)$/).click();
  await page.getByRole("textbox", { name: /取名|Name for/ }).fill("A look");
  await page.getByRole("button", { name: /^(保存筛选|Save the filters)$/ }).click();
  await isAccessible(page);
  const address = page.url();
  await page.goto("/desk");
  await page.getByText(/^(常用筛选|Saved filters)$/).click();
  await page.getByRole("link", { name: "A look" }).click();
  await expect(page).toHaveURL(address);
  await page.reload();
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  await expect(page.locator("#filter-order")).toHaveValue("newest");
  await expect(page.getByRole("columnheader", { name: /^(阶段|Stage)$/ })).toHaveCount(0);
});

test("what one officer has in hand goes to another, each case by itself", async ({ page, city }) => {
  const number = await reports(city, resident("handed-over"));
  const leaving = { ...DISPATCHER, subject: `staff-leaving-${test.info().project.name.replace(/\W+/g, "-")}` };
  await claims(city, leaving, number);
  await signedIn(page, city, leaving);
  await page.goto("/desk/handover");
  await page.getByRole("textbox", { name: /^(接收人账号|To whom)/ }).fill(OTHER_DISPATCHER.subject);
  await page.getByRole("button", { name: /^(确认交接|Hand them over)$/ }).click();
  await expect(page.getByText(/^(✕ )?(请填写这一项。|Fill this in\.)$/)).toBeVisible();
  await isAccessible(page);
  await page.getByRole("textbox", { name: /^(原因|Why)/ }).fill("调岗");
  await page.getByRole("button", { name: /^(确认交接|Hand them over)$/ }).click();
  await expect(page.getByRole("heading", { name: /^(1 件中交接了 1 件|1 of 1 handed over)$/ })).toBeFocused();
  await expect(page.getByRole("listitem").filter({ hasText: number })).toContainText("✓");
  await isAccessible(page);
});

test("supervision matters are listed, also where there is none", async ({ page, city }) => {
  await signedIn(page, city, DISPATCHER);
  await page.goto("/desk/supervision");
  await expect(page.getByText(/^(没有督办事项。|There are no matters\.)$/)).toBeVisible();
  await isAccessible(page);
  await page.getByRole("link", { name: /^(全部|All)$/ }).click();
  await expect(page).toHaveURL(/all=yes$/);
});
