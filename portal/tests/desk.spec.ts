import { expect, isAccessible, test } from "./city.ts";
import { DISPATCHER, OTHER_DISPATCHER, reports, resident, signedIn } from "./people.ts";

test("an officer finds a case among those that nobody has, claims it and opens it", async ({ page, city }) => {
  const number = await reports(city, resident("reporter-of-the-desk"));
  await signedIn(page, city, DISPATCHER);
  await page.goto("/desk?list=unassigned&order=newest");
  const link = page.getByRole("link", { name: number });
  await expect(link).toBeVisible();
  await isAccessible(page);
  await link.click();
  await expect(page).toHaveURL(`${city.address}/desk/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await isAccessible(page);
});

test("of two officers who claim at once one has the case, and the other is told", async ({ browser, city, page }) => {
  const number = await reports(city, resident("reporter-of-two"));
  const second = await (await browser.newContext({ baseURL: city.address })).newPage();
  await signedIn(page, city, DISPATCHER);
  await signedIn(second, city, OTHER_DISPATCHER);
  const pages = [page, second];
  for (const one of pages) await one.goto(`/desk/cases/${number}`);
  const claims = pages.map((one) => one.getByRole("button", { name: /^(领办|Claim)$/ }).first());
  for (const claim of claims) await expect(claim).toBeVisible();
  // Whose page has heard already that the other has it, is offered it no more.
  await Promise.all(claims.map((claim) => claim.click({ timeout: 3_000 }).catch(() => undefined)));
  // Whoever has it can release it; nobody else is offered it.
  const releases = pages.map((one) => one.getByRole("button", { name: /^(放回|Release)$/ }));
  await expect.poll(async () => (await Promise.all(releases.map((one) => one.count()))).sort()).toEqual([0, 1]);
  await second.context().close();
});

test("whoever is not signed in is asked who they are", async ({ page, city }) => {
  await page.goto("/desk");
  await expect(page.getByRole("button").first()).toBeVisible();
  await isAccessible(page);
  expect(page.url()).toContain(city.address);
});
