/** The real city behind every test, and the rule that holds on every page: nothing is refused and nothing is amiss. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

/** What `cityhall serve --dev` serves, until the worker ends. */
export interface City {
  readonly address: string;
  /** The program. */
  readonly binary: string;
  /** Its data folder. */
  readonly data: string;
}

export const test = base.extend<{ sound: undefined; expected: RegExp | undefined }, { city: City }>({
  /** What a test makes the console tell: without a line, that there is none. */
  expected: [undefined, { option: true }],
  city: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what is wanted
    async ({}, use) => {
      const data = await mkdtemp(join(tmpdir(), "cityhall-portal-"));
      const sample = resolve(import.meta.dirname, "../../examples/qingshui");
      const kept = join(data, "city");
      const { address, binary, end } = await serve(["--dev", "--city", sample, "--data", kept]);
      await use({ address, binary, data: kept });
      await end();
      await rm(data, { recursive: true });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ city }, use) => use(city.address),
  sound: [
    async ({ page, expected }, use) => {
      const amiss: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" && !expected?.test(message.text())) amiss.push(message.text());
      });
      page.on("pageerror", (error) => amiss.push(error.message));
      await use(undefined);
      expect(amiss, "what the console told").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";

/** A city that is served on a free port. */
export async function serve(how: readonly string[]) {
  const binary = process.env.CITYHALL_BIN;
  if (!binary) throw new Error("CITYHALL_BIN is not set: run `cargo xtask test --all`");
  const all = ["serve", ...how, "--listen", "127.0.0.1:0"];
  const child = spawn(binary, all, { stdio: ["ignore", "pipe", "inherit"] });
  return { address: await listening(child), binary, end: () => ended(child) };
}

async function listening(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the city has no standard output");
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const address = /^listening on (\S+)$/.exec(line)?.[1];
    if (address) {
      // What comes after is read to its end, so that the city never waits for a reader.
      child.stdout.resume();
      return address;
    }
  }
  throw new Error("the city ended before it listened");
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once("exit", () => done());
    child.kill("SIGTERM");
  });
}

/** No violation of WCAG 2.2 A and AA nor of best practice, no sideways scroll, and targets that a finger hits. */
export async function isAccessible(page: Page): Promise<void> {
  // What still loads is not judged; each screen has one head.
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.locator(".Loading")).toHaveCount(0);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  expect(told, page.url()).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, "pixels to the side").toBeLessThanOrEqual(0);
}
