import type { BrowserContextOptions, Page, Route } from "@playwright/test";
import { type City, expect, isAccessible, test } from "./city.ts";
import { type Somebody, signedIn } from "./people.ts";
import { isReady, SCREENS, type Screen, shownCase } from "./screens.ts";

// What the browser itself tells of a failed request is no fault of the page.
test.use({ expected: /^Failed to load resource:/, serviceWorkers: "block" });

interface Attack {
  /** What the person is told: what happened, what is kept or to be done, and a reference. */
  readonly told: RegExp;
  readonly on: (route: Route) => Promise<void>;
}

const answered =
  (status: number, message: string, headers = {}) =>
  (route: Route) =>
    route.fulfill({ status, headers, json: { errors: [{ message }] } });

const ATTACKS: Readonly<Record<string, Attack>> = {
  offline: {
    told: /网络连接不上.*保留.*重试|no connection.*still here.*try again/i,
    on: (route) => route.abort("internetdisconnected"),
  },
  slow: { told: /响应太慢.*保留.*重试|takes too long.*still here.*try again/i, on: async () => {} },
  denied: {
    told: /先登录.*保留|Sign in first.*still here|登录已到期.*仍在|sign-in has ended.*still here/,
    on: answered(401, "no"),
  },
  gone: { told: /没有可查看的内容.*首页|nothing to see here.*first page/, on: answered(410, "gone") },
  busy: {
    told: /繁忙.*保留.*7 秒后重试|busy.*still here.*again in 7 seconds/,
    on: answered(503, "later", { "retry-after": "7" }),
  },
  broken: {
    told: /出错.*保留.*重试.*r-4711|wrong on our side.*still here.*again.*r-4711/,
    on: answered(500, "internal error, request r-4711"),
  },
  // What a proxy in between says when it knows nothing better.
  foreign: {
    told: /出错.*保留.*重试.*编号|wrong on our side.*still here.*again.*reference/,
    on: (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Welcome</h1>" }),
  },
};

for (const [kind, attack] of Object.entries(ATTACKS))
  test(`${kind}: every screen says what happened and what to do`, async ({ city, browser }) => {
    const number = await shownCase(city);
    for (const [who, screens] of byPerson()) {
      const context = await browser.newContext(optionsOf(city));
      const page = await context.newPage();
      if (who) await signedIn(page, city, who);
      if (kind === "slow") await isImpatient(page);
      await page.route(/\/graphql/, attack.on);
      for (const screen of screens) {
        await page.goto(screen.path(number));
        const alert = page.getByRole("alert").first();
        if (screen.asksNothing) await stands(page, screen);
        else await expect.soft(alert, screen.name).toHaveText(attack.told);
        // They all look alike.
        if (kind === "broken") await isAccessible(page);
      }
      await context.close();
    }
  });

/** What asks the city nothing is what it always is. */
async function stands(page: Page, screen: Screen): Promise<void> {
  await isReady(page);
  await expect.soft(page.getByRole("alert"), screen.name).toHaveCount(0);
}

/** Every screen with those who see the same. */
function byPerson(): ReadonlyMap<Somebody | null, readonly Screen[]> {
  const people = new Set(SCREENS.map(({ who }) => who));
  return new Map([...people].map((one) => [one, SCREENS.filter(({ who }) => who === one)]));
}

/** The twenty seconds that a person is let wait pass at once. */
async function isImpatient(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const usual = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => usual(50);
  });
}

/** A browser as the project has it, for one more person. */
function optionsOf(city: City): BrowserContextOptions {
  return {
    ...devicesOf(test.info().project.use as BrowserContextOptions),
    baseURL: city.address,
    serviceWorkers: "block",
  };
}

function devicesOf({ viewport, hasTouch, isMobile, locale, timezoneId }: BrowserContextOptions): BrowserContextOptions {
  return JSON.parse(JSON.stringify({ viewport, hasTouch, isMobile, locale, timezoneId }));
}

/** What a page counts of itself from its first moment. */
async function counted(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0, refused: [], moved: [] });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ("value" in entry && "hadRecentInput" in entry && !entry.hadRecentInput) {
          Object.assign(window, { shift: Reflect.get(window, "shift") + Number(entry.value) });
          const sources = "sources" in entry && Array.isArray(entry.sources) ? entry.sources : [];
          for (const { node } of sources) Reflect.get(window, "moved").push(node?.className || node?.nodeName);
        }
    }).observe({ type: "layout-shift", buffered: true });
    document.addEventListener("securitypolicyviolation", (event) =>
      Reflect.get(window, "refused").push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
}

async function staysStill(page: Page, screen: Screen): Promise<void> {
  await isReady(page);
  // What is painted is counted in the frame after.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const told = await page.evaluate(() => ({
    shift: Number(Reflect.get(window, "shift")),
    refused: Reflect.get(window, "refused"),
    moved: Reflect.get(window, "moved").join(),
  }));
  expect(told.refused, screen.name).toEqual([]);
  expect.soft(told.shift, `${screen.name} moved: ${told.moved}`).toBeLessThanOrEqual(0.02);
}

test("nothing is refused, nothing leaves the origin and nothing moves under the reader", async ({ city, browser }) => {
  const number = await shownCase(city);
  for (const [who, screens] of byPerson()) {
    const context = await browser.newContext(optionsOf(city));
    const page = await context.newPage();
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== city.address && protocol !== "blob:" && protocol !== "data:") elsewhere.push(request.url());
    });
    if (who) await signedIn(page, city, who);
    await counted(page);
    for (const screen of screens) {
      await page.goto(screen.path(number));
      await staysStill(page, screen);
    }
    expect(elsewhere).toEqual([]);
    await context.close();
  }
});
