import { expect, isAccessible, test } from "./city.ts";

test("a guide says who brings what, what follows each stage, and every part is in the contents", async ({ page }) => {
  await page.goto("/services/hygiene-licence");
  await expect(page.getByRole("columnheader", { name: /^(来源|Who brings it)$/, includeHidden: true })).toHaveCount(1);
  await expect(page.getByText(/^(准予许可 → 制证|Grant → Licence being made)$/)).toBeVisible();
  const parts = page.getByRole("article").getByRole("heading", { level: 2 });
  const contents = page.locator(".Guide-contents a");
  await expect(contents).toHaveCount(await parts.count());
  const titles = await parts.allTextContents();
  expect(await contents.allTextContents()).toEqual(titles);
  for (const wanted of [/^(附带条件|What you must keep.*)$/, /^(常见问题|Common questions)$/, /^(事项信息|About.*)$/])
    await expect(page.getByRole("article").getByRole("heading", { name: wanted })).toBeVisible();
  await isAccessible(page);
});

test("on paper a guide has its documents and no buttons", async ({ page }) => {
  await page.goto("/services/resident-parking");
  await expect(page.getByRole("table")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.locator(".Guide-start").first()).toBeHidden();
});

test("whoever would rather look sees the way of a case as a picture", async ({ page }) => {
  await page.goto("/services/public-rental");
  const picture = page.getByRole("img", { name: /办理流程图|as a picture/ });
  await expect(picture).toBeHidden();
  await page.getByText(/^(看办理流程图|See the way as a picture)$/).click();
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
  await isAccessible(page);
});

test.describe(() => {
  // What the browser itself tells of a request without an answer is no fault of the page.
  test.use({ expected: /^Failed to load resource:/ });

  test("the head says whose hall it is, also before the city has answered", async ({ page }) => {
    await page.goto("/");
    const head = page.getByRole("banner").getByRole("link", { name: /^(清水市政务大厅|Qingshui City Hall Online)$/ });
    await expect(head).toBeVisible();
    await page.route(/\/graphql/, (route) => route.abort());
    await page.reload();
    await expect(head).toBeVisible();
  });
});
