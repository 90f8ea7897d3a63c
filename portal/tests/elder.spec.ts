import { shared } from "../words/shared.ts";
import { Resident } from "./acting.ts";
import { expect, isAccessible, test } from "./city.ts";
import { either, within } from "./filling.ts";
import { samples } from "./manifests.ts";
import { resident } from "./people.ts";
import { opens, SCREENS } from "./screens.ts";
import { smallTargets } from "./targets.ts";

test("the mode for elderly people is entered on the first screen and stays: text, lines and targets", async ({
  page,
  city,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: either(shared.elder) }).click();
  for (const screen of SCREENS.filter(({ name }) => name.startsWith("hall"))) {
    await opens(page, city, screen);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("body *")]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .filter((element) => element.checkVisibility() && element.tagName !== "OPTION")
        .filter((element) => {
          const { fontSize, lineHeight } = getComputedStyle(element);
          const [size, line] = [Number.parseFloat(fontSize), Number.parseFloat(lineHeight)];
          return size < 18 || (element.tagName !== "SELECT" && line / size < 1.29);
        })
        .map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 20)}`),
    );
    expect.soft(small, screen.name).toEqual([]);
    expect.soft(await smallTargets(page, 60), screen.name).toEqual([]);
    expect.soft(await page.getByRole("dialog").count(), `${screen.name}: windows that open by themselves`).toBe(0);
  }
  await isAccessible(page);
});

test("in the mode for elderly people the same task is done", async ({ page, city }) => {
  const sample = samples().find(({ name }) => name === "pothole-report");
  if (!sample) throw new Error("there is no sample");
  await page.goto("/");
  await page.getByRole("button", { name: either(shared.elder) }).click();
  const somebody = new Resident(page, city, resident(`elder-${test.info().project.name}`));
  const number = await somebody.applies(sample.input.module, sample.input);
  await expect(page.getByRole("button", { name: within(shared.elderOff) })).toBeVisible();
  expect(number).toMatch(/^QS-/);
});
