/** A browser that is measured: the system's Chromium, on a fast line or on the line and the telephone of the budgets. */

import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";

/** What `bench/src/portal` says. */
export interface Asked {
  readonly address: string;
  /** Tokens by who bears them. */
  readonly tokens: Readonly<Record<"resident" | "officer" | "leader", string>>;
  /** A service with a short form, and one whose form has a page of 150 fields. */
  readonly short: string;
  readonly long: string;
  readonly rounds: number;
}

/** One thing that was measured, once or in several rounds. */
export interface Figure {
  readonly metric: string;
  readonly values: readonly number[];
  readonly unit: string;
  /** At most so much; absent where none was set. */
  readonly budget?: number;
}

/** A page, and a line to the browser's own instruments. */
export interface Seat {
  readonly page: Page;
  readonly line: CDPSession;
  leave(): Promise<void>;
}

export function start(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CITYHALL_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** Opens an empty page of somebody who was never there before. No worker stands between: what one loads is told to no page. */
export async function seat(browser: Browser, asked: Asked, who?: keyof Asked["tokens"]): Promise<Seat> {
  const context = await browser.newContext({
    baseURL: asked.address,
    locale: "zh-CN",
    serviceWorkers: "block",
    ...PHONE,
  });
  const page = await context.newPage();
  if (who) {
    const session = JSON.stringify({ token: asked.tokens[who], name: who });
    await page.addInitScript((known) => sessionStorage.setItem("cityhall.session", known), session);
  }
  const line = await context.newCDPSession(page);
  return { page, line, leave: () => context.close() };
}

const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };

/** From now on 1.6 Mbit/s, 150 ms to the city, and a processor of a quarter. */
export async function slow({ line }: Seat): Promise<void> {
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", SLOW_LINE);
  await line.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}
