import { casesOf, count } from "./board-events.ts";
import { added, rowsOf, TABLES, withSum } from "./board-tables.ts";
import { expect, isAccessible, test } from "./city.ts";
import { AUDITOR, reports, resident, signedIn } from "./people.ts";

test("the board's total is what the events tell, and grows while somebody looks", async ({ page, city }) => {
  await reports(city, resident(`counted-${test.info().project.name}`));
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const total = page.getByRole("listitem").filter({ hasText: /办件总数|Cases in all/ });
  const shown = async (): Promise<number> => Number(await total.first().getByRole("strong").textContent());
  await expect(total.first()).toBeVisible();
  // Another test of this city may hand in a case at any time: both are counted until they agree.
  await expect.poll(async () => (await shown()) - casesOf(city.binary, city.data).length, { timeout: 15_000 }).toBe(0);
  const before = await shown();
  await isAccessible(page);
  await reports(city, resident(`counted-later-${test.info().project.name}`));
  await expect.poll(shown, { timeout: 20_000 }).toBeGreaterThan(before);
});

test("the map's areas are links with name and number, which are the sum of the table", async ({ page, city }) => {
  await reports(city, resident(`on-the-map-${test.info().project.name}`));
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const map = page.getByRole("navigation", { name: /^(各区地图|Map of the districts)$/ });
  await expect(map.getByRole("link")).toHaveCount(4);
  await isAccessible(page);
  await expect(async () => {
    const told = await map.getByRole("link").evaluateAll((all) => all.map((area) => area.getAttribute("aria-label")));
    const numbers = told.map((name) => Number(/\d+/.exec(name ?? "")?.[0]));
    const written = (await map.locator("text").allTextContents()).filter((text) => /^\d+$/.test(text)).map(Number);
    const { rows, sum } = await withSum(page, "district");
    expect(numbers).toEqual(written);
    expect(added(rows.values())).toEqual(sum);
    expect((added(numbers.map((number) => [number]))[0] ?? 0) + (rows.get("")?.[2] ?? 0)).toBe(sum[2]);
  }).toPass({ timeout: 30_000 });
});

test("an area of the map leads where the table's link leads: to the departments of its district", async ({
  page,
  city,
}) => {
  await reports(city, resident(`in-a-district-${test.info().project.name}`));
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const district = page.getByRole("region", { name: TABLES.district });
  const name = /听松区|Tingsong District/;
  const link = district.getByRole("table").getByRole("link", { name });
  const to = (await link.getAttribute("href")) ?? "";
  await district.getByRole("navigation").getByText(name).click();
  await expect(page).toHaveURL(to);
  const departments = page.getByRole("region", { name: TABLES.department });
  await expect(departments).toBeFocused();
  await expect(departments.getByRole("heading")).toContainText(name);
  await expect(async () => {
    const { rows, sum } = await withSum(page, "department");
    expect([...rows.keys()].filter((key) => !key.startsWith("d03"))).toEqual([]);
    expect(sum).toEqual((await rowsOf(page, "district")).get("590103"));
    expect(sum[2]).toBe(count(casesOf(city.binary, city.data), (one) => one.department.startsWith("d03")));
  }).toPass({ timeout: 30_000 });
  await isAccessible(page);
  await page.goto("/board");
  await link.press("Enter");
  await expect(page).toHaveURL(to);
  await expect(departments).toBeFocused();
  await departments.getByRole("link", { name: /^(查看全部部门|Show all departments)$/ }).press("Enter");
  await expect(page).toHaveURL("/board#department");
  await expect(departments.getByRole("heading")).toHaveText(/^(按部门|By department)$/);
});
