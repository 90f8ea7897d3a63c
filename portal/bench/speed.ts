/** How quick the pages are on a slow line and a slow telephone. Times are taken inside the page, by its own clock. */

import type { Browser, Page } from "@playwright/test";
import { longestFrame, ROW, refused, worstInteraction } from "./acts.ts";
import { type Asked, type Figure, seat, slow } from "./browser.ts";

/** What one round came to. */
type Round = ReadonlyMap<string, number>;

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

/** One page after the other: an open one whose processor is slowed takes a real one, also while nothing happens on it. */
async function once(browser: Browser, asked: Asked): Promise<Round> {
  const round = new Map<string, number>();
  const shifts: number[] = [];
  for (const visit of visitsOf(asked)) {
    const { visitor, seen } = await arrive(browser, asked, visit);
    for (const [metric, value] of await visit.figures(visitor.page, seen)) round.set(metric, value);
    shifts.push(await visitor.page.evaluate(() => window.measured.shift));
    await visitor.leave();
  }
  return round.set("layout shift, worst page", Math.max(...shifts));
}

/** A page that is opened, and the figures that it tells of itself and of what is done on it. */
interface Visit {
  readonly who: keyof Asked["tokens"];
  readonly path: string;
  /** What stands there once it is ready. */
  readonly ready: string;
  figures(page: Page, seen: Measured): Promise<ReadonlyArray<readonly [metric: string, value: number]>>;
}

function visitsOf({ short, long }: Asked): readonly Visit[] {
  return [
    {
      who: "resident",
      path: "/",
      ready: ".Find-services li:nth-child(100)",
      figures: async (_, seen) => [
        ["first paint of the hall", seen.paint],
        ["100 rows painted after their data", seen.ready - seen.data],
      ],
    },
    {
      who: "resident",
      path: `/services/${short}/apply`,
      ready: "form input",
      figures: async (_, seen) => [
        ["form ready", seen.ready],
        ["blocked until the form is ready", seen.blocked],
      ],
    },
    {
      who: "resident",
      path: `/services/${long}/apply`,
      ready: "form input",
      figures: async (page) => [
        ["worst interaction with 150 fields", await worstInteraction(page)],
        ["submit with 149 findings", await refused(page)],
      ],
    },
    {
      who: "officer",
      path: "/desk?list=all",
      ready: ROW,
      figures: async (page) => [["longest frame, scrolling 10,000 cases", await longestFrame(page)]],
    },
    { who: "leader", path: "/board", ready: ".Chart-place svg", figures: async () => [] },
  ];
}

/** Opens a page cold, and waits until what is meant by ready was painted. */
async function arrive(browser: Browser, asked: Asked, { who, path, ready }: Visit) {
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
