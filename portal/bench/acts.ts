/** What is done on a page while it is measured, as a person does it. Each tells milliseconds, by the page's own clock. */

import type { Page } from "@playwright/test";

/** A row of the desk's list. */
export const ROW = ".Worklist-table tbody tr";

/** Types into one field and into the next: how long the slowest key waited for what it changed to be painted. */
export async function worstInteraction(page: Page): Promise<number> {
  await page.evaluate(() => {
    window.measured.interaction = 0;
  });
  const field = page.locator("form input").nth(70);
  await field.click();
  await page.keyboard.type("abcdefghij klmnopqrst", { delay: 120 });
  await page.keyboard.press("Tab");
  await page.keyboard.type("another answer", { delay: 120 });
  await painted(page);
  const worst = await page.evaluate(() => window.measured.interaction);
  // Leaves the field as it was, so that everything is missing.
  for (const place of [70, 71]) await page.locator("form input").nth(place).fill("");
  return worst;
}

/** How long it takes from the press of the button until every finding stands on the screen. */
export async function refused(page: Page): Promise<number> {
  const took = await page.evaluate(async () => {
    const button = document.querySelector<HTMLButtonElement>("form button:not([type=button])");
    const begun = performance.now();
    button?.click();
    for (let frame = 0; frame < 600 && !document.querySelector(".ErrorSummary li"); frame += 1)
      await new Promise(requestAnimationFrame);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return { time: performance.now() - begun, found: document.querySelectorAll(".ErrorSummary li").length };
  });
  if (took.found !== 149) throw new Error(`149 findings were expected, not ${took.found}`);
  return took.time;
}

/** Scrolls through pages of the list with the wheel: the longest time between two frames. */
export async function longestFrame(page: Page): Promise<number> {
  await page.evaluate(() => {
    const frames = { longest: 0, last: performance.now() };
    const frame = () => {
      const now = performance.now();
      frames.longest = Math.max(frames.longest, now - frames.last);
      frames.last = now;
      window.measured.interaction = frames.longest;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let turned = 0; turned < 4; turned += 1) {
    for (let step = 0; step < 20; step += 1) {
      await page.mouse.wheel(0, 200);
      await painted(page);
    }
    const first = await page.locator(ROW).first().textContent();
    await page.locator("nav.Pages a").last().click();
    await page.evaluate(
      async ([row, known]) => {
        const shown = () => document.querySelector(row)?.textContent ?? known;
        while (shown() === known) await new Promise(requestAnimationFrame);
      },
      [ROW, first] as const,
    );
  }
  return page.evaluate(() => window.measured.interaction);
}

async function painted(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}
