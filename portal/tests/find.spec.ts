import { expect, isAccessible, test } from "./city.ts";

const SEEDED = [
  { wanted: "tingche", path: "/services/resident-parking" },
  { wanted: "jztc", path: "/services/resident-parking" },
  { wanted: "truck driver", path: "/services/haulage-driver" },
  { wanted: "公租房", path: "/services/public-rental" },
  { wanted: "路面破损", path: "/services/pothole-report" },
  { wanted: "restaurant", path: "/services/food-licence" },
];

for (const { wanted, path } of SEEDED) {
  test(`“${wanted}” leads to ${path} in either language`, async ({ page }) => {
    await page.goto("/");
    const first = page.getByRole("heading", { level: 3 }).getByRole("link").first();
    await page.getByRole("searchbox").pressSequentially(wanted);
    await expect(first).toHaveAttribute("href", path);
    await page.getByRole("button", { name: /^(English|中文)$/ }).click();
    await expect(first).toHaveAttribute("href", path);
    await page.reload();
    await expect(page.getByRole("searchbox")).toHaveValue(wanted);
    await expect(first).toHaveAttribute("href", path);
    await isAccessible(page);
  });
}

test("what happens in life narrows the services, and is given up by pressing again", async ({ page }) => {
  await page.goto("/");
  const links = page.getByRole("heading", { level: 3 }).getByRole("link");
  const home = page.getByRole("button", { name: /^(安家|Having a home)$/ });
  await home.click();
  await expect(page).toHaveURL(/\?event=home$/);
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute("href", "/services/public-rental");
  await expect(home).toHaveAttribute("aria-pressed", "true");
  await isAccessible(page);
  await home.click();
  await expect(links).toHaveCount(9);
});

test("where nothing is found, all services are one press away", async ({ page }) => {
  await page.goto("/?q=qqqq");
  await expect(page.getByRole("link", { name: "12345" })).toHaveAttribute("href", "tel:12345");
  await page.getByRole("link", { name: /^(查看全部服务事项|See all services)$/ }).click();
  await expect(page.getByRole("heading", { level: 3 })).toHaveCount(9);
});
