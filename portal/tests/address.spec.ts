import { expect, test } from "./city.ts";
import { headings, isReady, opens, SCREENS } from "./screens.ts";

test("every address gives the same view: cold, after a reload, and on the way back", async ({ page, city }) => {
  for (const screen of SCREENS) {
    await opens(page, city, screen);
    const [cold, url] = [await headings(page), page.url()];
    await page.reload();
    await isReady(page);
    await expect.soft.poll(() => headings(page), { message: `${screen.name}, reloaded` }).toEqual(cold);
    await page.getByRole("banner").getByRole("link").first().click();
    await isReady(page);
    if (page.url() === url) continue;
    await page.goBack();
    await isReady(page);
    expect.soft(page.url(), screen.name).toBe(url);
    await expect.soft.poll(() => headings(page), { message: `${screen.name}, on the way back` }).toEqual(cold);
  }
});
