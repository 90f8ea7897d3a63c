/** How quick the pages are on a slow line and a slow telephone. Times are taken inside the page, by its own clock. */

import type { Browser, Page } from "@playwright/test";
import { type Asked, type Figure, type Seat, seat, slow } from "./browser.ts";

/** What one round came to. */
type Round = ReadonlyMap<string, number>;

/** A row of the desk's list. */
const ROW = ".Worklist-table tbody tr";

const BUDGETS: ReadonlyArray<readonly [metric: string, unit: string, budget: number]> = [
  ["first paint of the hall", "ms", 1200],
  ["form ready", "ms", 1800],
  ["blocked until the form is ready", "ms", 100],
  ["layout shift, worst page", "score", 0.02],
  ["worst interaction with 150 fields", "ms", 100],
  ["submit with 149 findings", "ms", 300],
  ["100 rows painted after their data", "ms", 400],
  ["longest frame, scrolling 10,000 cases", "ms", 100],
];

export async function timed(browser: Browser, asked: Asked): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let round = 1; round <= asked.rounds; round += 1) {
    console.error(`round ${round} of ${asked.rounds}`);
    rounds.push(await once(browser, asked));
  }
  return BUDGETS.map(([metric, unit, budget]) => {
    const values = rounds.map((round) => round.get(metric) ?? Number.NaN);
    return { metric, values, unit, budget };
  });
}

async function once(browser: Browser, asked: Asked): Promise<Round> {
  const hall = await visit(browser, asked, "resident", "/", ".Find-services li:nth-child(100)");
  const form = await visit(browser, asked, "resident", `/services/${asked.short}/apply`, "form input");
  const long = await visit(browser, asked, "resident", `/services/${asked.long}/apply`, "form input");
  const desk = await visit(browser, asked, "officer", "/desk?list=all", ROW);
  const board = await visit(browser, asked, "leader", "/board", ".Chart-place svg");
  const seats = [hall, form, long, desk, board];
  const round = new Map([
    ["first paint of the hall", hall.seen.paint],
    ["100 rows painted after their data", hall.seen.ready - hall.seen.data],
    ["form ready", form.seen.ready],
    ["blocked until the form is ready", form.seen.blocked],
    ["worst interaction with 150 fields", await worstInteraction(long.visitor.page)],
    ["submit with 149 findings", await refused(long.visitor.page)],
    ["longest frame, scrolling 10,000 cases", await longestFrame(desk.visitor.page)],
  ]);
  const shifts = await Promise.all(seats.map(({ visitor }) => visitor.page.evaluate(() => window.measured.shift)));
  round.set("layout shift, worst page", Math.max(...shifts));
  for (const { visitor } of seats) await visitor.leave();
  return round;
}

interface Visited {
  readonly visitor: Seat;
  readonly seen: Measured;
}

/** Opens a page cold, and waits until what is meant by ready was painted. */
async function visit(
  browser: Browser,
  asked: Asked,
  who: keyof Asked["tokens"],
  path: string,
  ready: string,
): Promise<Visited> {
  const visitor = await seat(browser, asked, who);
  await visitor.page.addInitScript(measure, ready);
  await slow(visitor);
  await visitor.page.goto(path);
  const seen = await visitor.page.evaluate(async () => {
    while (window.measured.ready === 0) await new Promise(requestAnimationFrame);
    return window.measured;
  });
  return { visitor, seen };
}

/** What a page tells of itself, in milliseconds since it was asked for. */
interface Measured {
  paint: number;
  /** When what was waited for stood on the screen. */
  ready: number;
  /** When the last answer of the API before that was there. */
  data: number;
  /** How much longer than 50 ms tasks took, until it was ready. */
  blocked: number;
  shift: number;
  /** The longest that an act of the person waited for what it changed to be painted. */
  interaction: number;
}

declare global {
  interface Window {
    measured: Measured;
  }
}

/** Runs in the page, before it. */
function measure(selector: string): void {
  const measured: Measured = { paint: 0, ready: 0, data: 0, blocked: 0, shift: 0, interaction: 0 };
  window.measured = measured;
  const each = (type: string, tell: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(tell)).observe({ type, buffered: true });
  each("paint", (entry) => {
    if (entry.name === "first-contentful-paint") measured.paint = entry.startTime;
  });
  each("longtask", (entry) => {
    if (measured.ready === 0 || entry.startTime < measured.ready) measured.blocked += Math.max(0, entry.duration - 50);
  });
  each("layout-shift", (entry) => {
    if ("value" in entry && "hadRecentInput" in entry && !entry.hadRecentInput) measured.shift += Number(entry.value);
  });
  const acts = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) measured.interaction = Math.max(measured.interaction, duration);
  });
  acts.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  const watcher = new MutationObserver(() => {
    if (!document.querySelector(selector)) return;
    watcher.disconnect();
    const answers = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/graphql"));
    measured.data = Math.max(0, ...answers.map((entry) => (entry as PerformanceResourceTiming).responseEnd));
    // A frame begins, and the task behind it runs once it was painted.
    requestAnimationFrame(() =>
      setTimeout(() => {
        measured.ready = performance.now();
      }),
    );
  });
  watcher.observe(document, { childList: true, subtree: true });
}

/** Types into a field and chooses, as a person does. */
async function worstInteraction(page: Page): Promise<number> {
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
async function refused(page: Page): Promise<number> {
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

/** Scrolls through pages of the list with the wheel. */
async function longestFrame(page: Page): Promise<number> {
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
