import type { Page } from "@playwright/test";
import { type City, expect, isAccessible, test } from "./city.ts";
import { casesOf, ONWARD, PLACE, reachesCheck, SEND } from "./fill.ts";
import { reports, resident, signedIn } from "./people.ts";

test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 503/ });

const NO_LINE = /网络已断开|goes on when it is back/;
const WAITING = /等待发送|Waiting\. It is sent/;

/** The worker has the page and stands before it. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

async function person(page: Page, city: City, name: string) {
  const somebody = resident(`${name}-${test.info().project.name}`);
  await signedIn(page, city, somebody);
  return somebody;
}

test("the line is lost while a form is filled in: it is said, nothing is lost, and it goes on", async ({
  page,
  city,
  context,
}) => {
  await person(page, city, "cut");
  await page.goto("/services/pothole-report/apply");
  await isKept(page);
  await page.getByRole("textbox").first().fill("松涛路");
  await context.setOffline(true);
  await expect(page.getByText(NO_LINE)).toBeVisible();
  await page.getByRole("textbox").first().fill(PLACE);
  await isAccessible(page);
  // The shell opens without a line, and the form comes by itself when it is back.
  await page.reload();
  await expect(page.getByText(NO_LINE)).toBeVisible();
  await expect(page.getByRole("alert")).toBeVisible();
  await isAccessible(page);
  await context.setOffline(false);
  await expect(page.getByRole("textbox").first()).toHaveValue(PLACE);
  await expect(page.getByText(NO_LINE)).toBeHidden();
});

test("an application that is sent without a line waits, outlives a reload and arrives once", async ({
  page,
  city,
  context,
}) => {
  await person(page, city, "waits");
  await reachesCheck(page);
  await isKept(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: SEND }).click();
  await expect(page.getByText(/已存在这台设备上|kept on this device and sent/)).toBeVisible();
  await isAccessible(page);
  await page.goto("/");
  const waits = page.getByRole("region", { name: /^(待发送的内容|What is being sent)$/ });
  await expect(waits.getByText(WAITING)).toBeVisible();
  await isAccessible(page);
  await context.setOffline(false);
  await expect(waits.getByText(/^(已送达|Sent)$/)).toBeVisible();
  await waits.getByRole("link", { name: /^(查看|Look at it)$/ }).click();
  await expect(page).toHaveURL(/\/receipt\//);
  await expect(page.getByText(/QS-2026-/).first()).toBeVisible();
  await waits.getByRole("button", { name: /^(知道了|Close)$/ }).click();
  await expect(waits).toBeHidden();
  expect(await casesOf(page)).toBe(1);
});

test("what waits can be taken back, changed and sent", async ({ page, city, context }) => {
  await person(page, city, "changes");
  await reachesCheck(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: SEND }).click();
  await page.getByRole("button", { name: /^(先不提交|Do not send it yet)/ }).click();
  await page.getByRole("link", { name: /^(修改：具体位置|Change: Where exactly)/ }).click();
  await page.getByRole("textbox").first().fill("鹤鸣街11号");
  await page.getByRole("button", { name: ONWARD }).click();
  await context.setOffline(false);
  await page.getByRole("button", { name: SEND }).click();
  await expect(page).toHaveURL(/\/receipt\//);
  expect(await casesOf(page)).toBe(1);
});

test("one poisoned application blocks no message, and messages arrive in their order", async ({
  page,
  city,
  context,
}) => {
  const somebody = await person(page, city, "order");
  const number = await reports(city, somebody);
  // The city refuses the application whatever is tried.
  await page.route("**/graphql", (route) => {
    if (!route.request().postData()?.includes("submitCase")) return route.continue();
    const userErrors = [{ code: "LIMIT", field: "", message: "今天不能再提交。" }];
    return route.fulfill({ json: { data: { submitCase: { case: null, userErrors, position: null } } } });
  });
  await reachesCheck(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: SEND }).click();
  await expect(page.getByText(/已存在这台设备上|kept on this device and sent/)).toBeVisible();
  await context.setOffline(false);
  await page.goto(`/cases/${number}`);
  const waits = page.getByRole("region", { name: /^(待发送的内容|What is being sent)$/ });
  await expect(waits.getByText(/^(需要您处理|Needs you)$/)).toBeVisible();
  await isAccessible(page);
  await context.setOffline(true);
  for (const text of ["第一条", "第二条", "第三条"]) {
    await page.getByRole("textbox").fill(text);
    await page.getByRole("button", { name: /^(发送留言|Send the message)$/ }).click();
    await expect(page.getByText(text)).toBeVisible();
  }
  await context.setOffline(false);
  await expect(page.getByText(WAITING)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("第三条")).toHaveCount(1);
  const told = async () => (await page.getByText(/^第.条$/).allTextContents()).join();
  await expect.poll(told).toBe("第一条,第二条,第三条");
  await waits.getByRole("link", { name: /^(打开处理|Open it)$/ }).click();
  await expect(page.getByText("今天不能再提交。")).toBeVisible();
});

test("nothing of the city's answers is kept by the worker, and a second visit loads no code", async ({
  page,
  city,
}) => {
  await person(page, city, "second");
  await page.goto("/services/pothole-report/apply");
  await isKept(page);
  await page.reload();
  await expect(page.getByRole("textbox").first()).toBeVisible();
  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry.name.includes("/portal/"))
      .map((entry) => (entry instanceof PerformanceResourceTiming ? entry.transferSize : Number.NaN)),
  );
  expect(loaded.length).toBeGreaterThan(2);
  expect(loaded.every((bytes) => bytes === 0)).toBe(true);
  const kept = await page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toEqual(expect.arrayContaining(["/portal/hall.html", "/portal/apply.html"]));
  expect(kept.filter((path) => !/^\/portal\/[\w.-]+$/.test(path))).toEqual([]);
});

test("what no page loads any more is forgotten when a page of the city is new", async ({ page }) => {
  await page.goto("/");
  await isKept(page);
  // As an earlier city left it: its page, and a part that only it loaded.
  await page.evaluate(async () => {
    const kept = await caches.open("cityhall");
    const earlier = '<script src="/portal/hall-earlier.js"></script><link href="/portal/earlier.css">';
    await kept.put("/portal/hall.html", new Response(earlier));
    await kept.put("/portal/earlier.css", new Response("body {}"));
  });
  await page.reload();
  const paths = () =>
    page.evaluate(async () => {
      const all = await (await caches.open("cityhall")).keys();
      return all.map(({ url }) => new URL(url).pathname);
    });
  await expect.poll(paths).not.toContain("/portal/earlier.css");
  expect(await paths()).toContain("/portal/hall.html");
});
