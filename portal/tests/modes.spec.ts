import { expect, test } from "./city.ts";
import { opens, SCREENS } from "./screens.ts";

test("who asks for little motion gets none", async ({ page, city }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const screen of SCREENS) {
    await opens(page, city, screen);
    const moving = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("body *")]
        .filter((element) => {
          const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
          const isChanging = transitionDuration.split(", ").some((time) => Number.parseFloat(time) > 0.01);
          return animationName !== "none" || isChanging || scrollBehavior === "smooth";
        })
        .map((element) => `${element.tagName}.${element.className}`),
    );
    expect.soft(moving, screen.name).toEqual([]);
  }
});

test("in forced colours everything that is pressed or marked keeps an edge", async ({ page, city }) => {
  await page.emulateMedia({ forcedColors: "active" });
  for (const screen of SCREENS) {
    await opens(page, city, screen);
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll("button, input:not([type=radio], [type=checkbox]), select, textarea, .Chip")]
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const { borderBlockEndWidth, textDecorationLine } = getComputedStyle(element);
          return Number.parseFloat(borderBlockEndWidth) < 1 && textDecorationLine === "none";
        })
        .map((element) => `${element.tagName} ${element.textContent}`),
    );
    expect.soft(bare, screen.name).toEqual([]);
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect.soft(outline, screen.name).toBe("solid");
  }
});

test("a dark system does not turn the pages dark", async ({ page, city }) => {
  const [first] = SCREENS;
  if (!first) throw new Error("there is no screen");
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await opens(page, city, first);
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  await opens(page, city, first);
  expect(await ground()).toBe(light);
});

test("no state is told by its colour alone: every mark has a word", async ({ page, city }) => {
  let marks = 0;
  for (const screen of SCREENS) {
    await opens(page, city, screen);
    const words = await page.locator(".Chip:visible").allTextContents();
    marks += words.length;
    expect
      .soft(
        words.filter((word) => !/[\p{L}\p{N}]/u.test(word)),
        screen.name,
      )
      .toEqual([]);
  }
  expect(marks, "marks on all screens").toBeGreaterThan(0);
});
