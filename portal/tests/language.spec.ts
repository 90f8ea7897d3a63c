import { shared } from "../words/shared.ts";
import { expect, test } from "./city.ts";
import { becomes, resident } from "./people.ts";
import { opens, SCREENS } from "./screens.ts";

const HAN = /\p{Script=Han}/u;

test("on every screen a switch of the language keeps the place and says which language it is", async ({
  page,
  city,
}) => {
  for (const screen of SCREENS) {
    await opens(page, city, screen);
    const turn = page.getByRole("button", { name: /^(English|中文)$/ });
    for (const _ of ["there", "back"]) {
      const before = page.url();
      const isEnglish = (await turn.textContent()) === shared.otherLanguage.en;
      await expect.soft(turn, screen.name).toHaveAttribute("lang", isEnglish ? "zh-CN" : "en");
      await turn.click();
      await expect(turn).toHaveText(isEnglish ? shared.otherLanguage.zh : shared.otherLanguage.en);
      expect.soft(page.url(), screen.name).toBe(before);
      await expect.soft(page.locator("html")).toHaveAttribute("lang", isEnglish ? "zh-CN" : "en");
      // A number is the same in both; every other heading is in the language of the page.
      const title = page.getByRole("heading", { level: 1 }).first();
      const isNumber = /^QS-/.test((await title.textContent()) ?? "");
      if (isEnglish && !isNumber) await expect.soft(title, screen.name).toHaveText(HAN);
      else if (!isNumber) await expect.soft(title, screen.name).not.toHaveText(HAN);
    }
  }
});

test("a switch of the language on a later step keeps the step and the answers", async ({ page, city }) => {
  await becomes(page, city, resident(`bilingual-${test.info().project.name}`));
  await page.goto("/services/resident-parking/apply");
  await page.getByRole("textbox").first().fill("590102199006150020");
  await expect(page.getByText(/已保存|Saved/)).toBeVisible();
  await page.goto("/services/resident-parking/apply?step=check");
  const given = page.getByRole("main").getByText("590102199006150020");
  await expect(given).toBeVisible();
  const turn = page.getByRole("button", { name: /^(English|中文)$/ });
  const [url, name] = [page.url(), (await turn.textContent()) ?? ""];
  await turn.click();
  await expect(turn).not.toHaveText(name);
  await expect(given).toBeVisible();
  expect(page.url()).toBe(url);
  await page.goBack();
  await expect(page.getByRole("textbox").first()).toHaveValue("590102199006150020");
});
