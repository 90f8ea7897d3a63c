/** How much the pages load, as the browser counts it: compressed as the city serves it, with the headers of the answers. */

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "@playwright/test";
import { type Asked, type Figure, type Seat, seat } from "./browser.ts";

interface Load {
  readonly path: string;
  /** Such as `Script`. */
  readonly type: string;
  bytes: number;
}

const DIST = resolve(import.meta.dirname, "../dist");

export async function weigh(browser: Browser, asked: Asked): Promise<Figure[]> {
  const hall = await visitsOfHall(browser, asked);
  const desk = await firstLoad(browser, asked, "/desk?list=all", "officer", ".Worklist-table tbody tr");
  const board = await firstLoad(browser, asked, "/board", "leader", ".Chart-place svg");
  const later = partsThatComeLater();
  // The library of charts is the largest of what the board loads behind its figures.
  const [charts] = board.filter(({ path }) => later.includes(path)).sort((one, other) => other.bytes - one.bytes);
  const others = await Promise.all(later.filter((path) => path !== charts?.path).map((path) => sizeOf(asked, path)));
  const fonts = [...hall.first, ...hall.guide, ...hall.form, ...desk, ...board].filter(({ type }) => type === "Font");
  const questions = hall.first.filter(({ path }) => path === "/graphql");
  return [
    kilobytes("first load of the hall", codeOf(hall.first), 45),
    kilobytes("a guide, after the hall", codeOf(hall.guide), 40),
    kilobytes("a form, after its guide", codeOf(hall.form), 20),
    kilobytes("first load of the desk", codeOf(desk), 80),
    kilobytes("first load of the board, without charts", codeOf(board) - (charts?.bytes ?? 0), 60),
    kilobytes("charts", charts?.bytes ?? 0, 160),
    kilobytes("largest other part that comes later", Math.max(0, ...others), 40),
    // The page itself is asked for each time, and is not counted.
    kilobytes("code of the hall at a second visit", codeOf(hall.again, ["Script", "Stylesheet"]), 0),
    { metric: "web fonts", values: [fonts.length], unit: "count", budget: 0 },
    { metric: "requests for the hall", values: [hall.first.length], unit: "count", budget: 6 },
    { metric: "requests for the hall, to the API", values: [questions.length], unit: "count", budget: 1 },
  ];
}

/** Somebody's first look at the hall, the way on over a guide to its form, and the hall at another visit. */
async function visitsOfHall(browser: Browser, asked: Asked) {
  const visitor = await seat(browser, asked, "resident");
  const first = await loadsOf(visitor, async () => {
    await visitor.page.goto("/", { waitUntil: "networkidle" });
  });
  const guide = await loadsOf(visitor, async () => {
    await visitor.page.locator(`a[href="/services/${asked.short}"]`).click();
    await visitor.page.locator("article h2").first().waitFor();
    await visitor.page.waitForLoadState("networkidle");
  });
  const form = await loadsOf(visitor, async () => {
    await visitor.page.locator(`a[href="/services/${asked.short}/apply"]`).first().click();
    await visitor.page.locator("form input").first().waitFor();
    await visitor.page.waitForLoadState("networkidle");
  });
  // Another page of the same browser: nothing but its cache is left.
  await visitor.page.goto("about:blank");
  const again = await loadsOf(visitor, async () => {
    await visitor.page.goto("/", { waitUntil: "networkidle" });
  });
  await visitor.leave();
  return { first, guide, form, again };
}

async function firstLoad(
  browser: Browser,
  asked: Asked,
  path: string,
  who: keyof Asked["tokens"],
  last: string,
): Promise<Load[]> {
  const visitor = await seat(browser, asked, who);
  const loads = await loadsOf(visitor, async () => {
    await visitor.page.goto(path);
    // A stream is open for good, so the network never rests: the last thing that comes is waited for.
    await visitor.page.locator(last).first().waitFor({ state: "attached" });
  });
  await visitor.leave();
  return loads;
}

async function loadsOf({ line }: Seat, act: () => Promise<void>): Promise<Load[]> {
  const loads = new Map<string, Load>();
  const sent = (event: { requestId: string; type?: string; request: { url: string } }) => {
    const { pathname, protocol } = new URL(event.request.url);
    if (protocol === "http:") loads.set(event.requestId, { path: pathname, type: event.type ?? "", bytes: 0 });
  };
  const finished = (event: { requestId: string; encodedDataLength: number }) => {
    const load = loads.get(event.requestId);
    if (load) load.bytes = event.encodedDataLength;
  };
  await line.send("Network.enable");
  line.on("Network.requestWillBeSent", sent);
  line.on("Network.loadingFinished", finished);
  await act();
  line.off("Network.requestWillBeSent", sent);
  line.off("Network.loadingFinished", finished);
  return [...loads.values()];
}

/** What was built and no page loads by itself. */
function partsThatComeLater(): string[] {
  const pages = readdirSync(DIST).filter((file) => file.endsWith(".html"));
  const text = pages.map((file) => readFileSync(join(DIST, file), "utf8")).join();
  const parts = readdirSync(join(DIST, "portal")).filter((file) => /\.(js|css)$/.test(file));
  return parts.map((file) => `/portal/${file}`).filter((path) => !text.includes(path));
}

async function sizeOf(asked: Asked, path: string): Promise<number> {
  const answer = await fetch(asked.address + path, { headers: { "accept-encoding": "gzip, br" } });
  if (!answer.ok) throw new Error(`the city was built without ${path}`);
  return Number(answer.headers.get("content-length"));
}

function codeOf(loads: readonly Load[], types = ["Document", "Script", "Stylesheet"]): number {
  const code = loads.filter(({ type }) => types.includes(type));
  return code.reduce((so, { bytes }) => so + bytes, 0);
}

function kilobytes(metric: string, bytes: number, budget: number): Figure {
  return { metric, values: [bytes / 1000], unit: "KB", budget };
}
