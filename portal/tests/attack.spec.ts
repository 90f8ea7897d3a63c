import type { BrowserContextOptions, Page, Route } from "@playwright/test";
import { type City, expect, isAccessible, test } from "./city.ts";
import { AUDITOR, DISPATCHER, reports, resident, type Somebody, signedIn } from "./people.ts";

// What the browser itself tells of a failed request is no fault of the page.
test.use({ expected: /^Failed to load resource:/, serviceWorkers: "block" });

/** Every screen, and who looks at it. */
const SCREENS: ReadonlyArray<readonly [who: Somebody, address: (number: string) => string]> = [
  [resident("attacked"), () => "/"],
  [resident("attacked"), () => "/services/pothole-report"],
  [resident("attacked"), () => "/services/pothole-report/apply"],
  [resident("attacked"), (number) => `/services/pothole-report/receipt/${number}`],
  [resident("attacked"), () => "/cases"],
  [resident("attacked"), (number) => `/cases/${number}`],
  [DISPATCHER, () => "/desk"],
  [DISPATCHER, (number) => `/desk/cases/${number}`],
  [AUDITOR, () => "/board"],
];

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
  test(`${kind}: every screen says what happened and what to do`, async ({ page, city, browser }) => {
    const number = await reports(city, resident("attacked"));
    for (const [who, address] of SCREENS) {
      const context = await browser.newContext(optionsOf(city));
      const attacked = await context.newPage();
      await signedIn(attacked, city, who);
      if (kind === "slow") await isImpatient(attacked);
      await attacked.route(/\/graphql/, attack.on);
      await attacked.goto(address(number));
      const alert = attacked.getByRole("alert").first();
      await expect(alert, address(number)).toHaveText(attack.told);
      // They all look alike.
      if (kind === "broken") await isAccessible(attacked);
      await context.close();
    }
    await page.goto("/");
  });

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

async function walks(page: Page, city: City, who: Somebody, addresses: readonly string[]): Promise<void> {
  await signedIn(page, city, who);
  await counted(page);
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 }).first(), address).toBeVisible();
    await expect(page.locator(".Loading"), address).toHaveCount(0);
    // What is painted is counted in the frame after.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const told = await page.evaluate(() => ({
      shift: Number(Reflect.get(window, "shift")),
      refused: Reflect.get(window, "refused"),
      moved: Reflect.get(window, "moved").join(),
    }));
    expect(told.refused, address).toEqual([]);
    expect.soft(told.shift, `${address} moved: ${told.moved}`).toBeLessThanOrEqual(0.02);
  }
}

test("nothing is refused, nothing leaves the origin and nothing moves under the reader", async ({ city, browser }) => {
  const number = await reports(city, resident("attacked"));
  const people = new Map<string, [Somebody, string[]]>();
  for (const [who, address] of SCREENS) {
    const known = people.get(who.subject) ?? [who, []];
    people.set(who.subject, [who, [...known[1], address(number)]]);
  }
  for (const [who, addresses] of people.values()) {
    const context = await browser.newContext(optionsOf(city));
    const page = await context.newPage();
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== city.address && protocol !== "blob:" && protocol !== "data:") elsewhere.push(request.url());
    });
    await walks(page, city, who, addresses);
    expect(elsewhere).toEqual([]);
    await context.close();
  }
});
