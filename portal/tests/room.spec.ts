import type { Page } from "@playwright/test";
import { expect, test } from "./city.ts";
import { opens, SCREENS } from "./screens.ts";
import { smallTargets } from "./targets.ts";

/** How far the page reaches to the side, and what of it stands outside where nobody can scroll to it. */
function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const told = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide, the window ${clientWidth}`] : [];
    for (const element of document.querySelectorAll("main *, header *")) {
      const box = element.getBoundingClientRect();
      const isSeen = box.width > 1 && box.height > 1 && element.checkVisibility();
      let holder = element.parentElement;
      while (holder && getComputedStyle(holder).overflowX === "visible") holder = holder.parentElement;
      const isFree = holder === null || holder === document.body || holder === document.documentElement;
      if (isSeen && isFree && (box.right > clientWidth + 1 || box.left < -1))
        told.push(`${element.tagName} ${element.textContent?.slice(0, 30)} reaches from ${box.left} to ${box.right}`);
    }
    return told.slice(0, 5);
  });
}

test("every screen fits a window of 320 pixels without sideways scroll", async ({ page, city }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const screen of SCREENS) {
    await opens(page, city, screen);
    expect.soft(await outside(page), screen.name).toEqual([]);
  }
});

test("every screen fits at 200 % zoom, of the page and of its text alone", async ({ page, city }) => {
  for (const screen of SCREENS) {
    // A window of 1280 pixels that is zoomed to 200 % has 640 of the page's own.
    await page.setViewportSize({ width: 640, height: 400 });
    await opens(page, city, screen);
    expect.soft(await outside(page), `${screen.name}, page`).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    expect.soft(await outside(page), `${screen.name}, text`).toEqual([]);
  }
});

test("every control of every screen is as large as a finger", async ({ page, city }) => {
  for (const screen of SCREENS) {
    await opens(page, city, screen);
    expect.soft(await smallTargets(page, 44), screen.name).toEqual([]);
  }
});
