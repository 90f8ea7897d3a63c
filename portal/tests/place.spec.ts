import { files, POTHOLE } from "./cases.ts";
import { expect, isAccessible, test } from "./city.ts";
import { holdDistricts, onDistricts } from "./districts.ts";
import { reachesCheck } from "./fill.ts";
import { DISPATCHER, resident, signedIn } from "./people.ts";

test("a place that is marked by its district is on the map of the page on which everything stands once more", async ({
  page,
  city,
}) => {
  await signedIn(page, city, resident(`marks-${test.info().project.name}`));
  await reachesCheck(page, async (place) => {
    const district = place.getByRole("option", { name: /^(望舒区|Wangshu District)$/ });
    await expect(district).toHaveCount(1);
    await place.getByRole("combobox").selectOption({ label: (await district.textContent()) ?? "" });
    await expect(place.getByText(/^(已标在望舒区。|Marked in Wangshu District\.)$/)).toBeVisible();
    await isAccessible(page);
  });
  const shown = page.getByRole("definition").filter({ hasText: /(望舒区|Wangshu District)$/ });
  await expect(shown.locator("circle")).toBeVisible();
  await isAccessible(page);
});

test("the place that somebody marked is on a map where they follow its case", async ({ page, city }) => {
  const me = resident(`marked-${test.info().project.name}`);
  const place = { longitude: 9_010_000_000, latitude: -3_025_000_000 };
  const filed = await files(city, me, "pothole-report", { answers: { ...POTHOLE, place } });
  await signedIn(page, city, me);
  await page.goto(`/cases/${filed.number}`);
  await page.getByText(/^(我填写的内容|What I wrote)$/).click();
  const shown = page.getByRole("definition").filter({ hasText: /^90\.1°, -30\.25°(枕河区|Zhenhe District)$/ });
  await expect(shown.locator("circle")).toBeVisible();
  await isAccessible(page);
});

test("nothing moves when the map of a place comes after its page", async ({ page, city }) => {
  const me = resident(`late-map-${test.info().project.name}`);
  const place = { longitude: 9_010_000_000, latitude: -3_025_000_000 };
  const filed = await files(city, me, "pothole-report", { answers: { ...POTHOLE, place } });
  const release = await holdDistricts(page);
  await signedIn(page, city, DISPATCHER);
  await page.goto(`/desk/cases/${filed.number}`);
  const shown = page.getByRole("definition").filter({ hasText: "90.1°, -30.25°" });
  const below = page.getByRole("heading", { name: /^(与申请人的留言|Conversation)$/ });
  await expect(shown).toBeVisible();
  const before = await below.boundingBox();
  release();
  await expect(shown.locator("circle")).toBeVisible();
  expect(await below.boundingBox()).toEqual(before);
});

test.describe("where the districts cannot be read", () => {
  test.use({ expected: /status of 500/ });

  test("a place is typed, and is its numbers", async ({ page, city }) => {
    await onDistricts(page, (route) => route.fulfill({ status: 500 }));
    await signedIn(page, city, resident(`without-map-${test.info().project.name}`));
    await reachesCheck(page, async (place) => {
      await expect(place.locator("svg")).toHaveCount(0);
      await place.getByRole("textbox", { name: /^(经度|Longitude)/ }).fill("90.1");
      await place.getByRole("textbox", { name: /^(纬度|Latitude)/ }).fill("-30.25");
    });
    const shown = page.getByRole("definition").filter({ hasText: /^90\.1°, -30\.25°$/ });
    await expect(shown).toBeVisible();
    await expect(shown.locator("svg")).toHaveCount(0);
    await isAccessible(page);
  });
});
