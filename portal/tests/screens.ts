/** Every screen of the portal: one table for every test that holds on all of them. */

import { expect, type Page } from "@playwright/test";
import type { City } from "./city.ts";
import { ADMIN, AGENT, AUDITOR, becomes, DISPATCHER, leaves, reports, resident, type Somebody } from "./people.ts";

export interface Screen {
  readonly name: string;
  /** Its address; `number` is that of a case which its people know. */
  readonly path: (number: string) => string;
  readonly who: Somebody | null;
  /** It is there without an answer of the city. */
  readonly asksNothing?: true;
}

const REPORTER = resident("reporter-of-every-screen");

export const SCREENS: readonly Screen[] = [
  { name: "hall: find", path: () => "/", who: null },
  { name: "hall: found", path: () => `/?${new URLSearchParams({ q: "停车" })}`, who: null },
  { name: "hall: guide", path: () => "/services/public-rental", who: null },
  { name: "hall: sign in", path: () => "/sign-in", who: null, asksNothing: true },
  { name: "hall: nothing there", path: () => "/services/nothing-of-that-name", who: null },
  { name: "hall: apply", path: () => "/services/pothole-report/apply", who: REPORTER },
  { name: "hall: apply, long form", path: () => "/services/public-rental/apply", who: REPORTER },
  { name: "hall: documents", path: () => "/services/food-licence/apply?step=documents", who: REPORTER },
  { name: "hall: check", path: () => "/services/pothole-report/apply?step=check", who: REPORTER },
  { name: "hall: receipt", path: (number) => `/services/pothole-report/receipt/${number}`, who: REPORTER },
  { name: "hall: my cases", path: () => "/cases", who: REPORTER },
  { name: "hall: one case", path: (number) => `/cases/${number}`, who: REPORTER },
  { name: "hall: track", path: (number) => `/track?${new URLSearchParams({ number })}`, who: null, asksNothing: true },
  { name: "hall: published", path: () => "/published", who: null },
  { name: "desk: sign in", path: () => "/desk", who: null, asksNothing: true },
  { name: "desk: worklist", path: () => "/desk?list=unassigned", who: DISPATCHER },
  { name: "desk: one case", path: (number) => `/desk/cases/${number}`, who: DISPATCHER },
  { name: "desk: take down", path: () => "/desk/file/city-hotline", who: AGENT },
  { name: "desk: cases of a person", path: () => "/desk/person", who: DISPATCHER },
  { name: "desk: hand over", path: () => "/desk/handover", who: DISPATCHER },
  { name: "desk: supervision", path: () => "/desk/supervision", who: DISPATCHER },
  { name: "board: sign in", path: () => "/board", who: null, asksNothing: true },
  { name: "board: figures", path: () => "/board", who: AUDITOR },
  { name: "board: departments of a district", path: () => "/board?district=590103", who: AUDITOR },
  { name: "partners: sign in", path: () => "/partners", who: null, asksNothing: true },
  { name: "partners: usage", path: () => "/partners?of=city-map", who: ADMIN },
];

const numbers = new Map<string, Promise<string>>();

/** The case that the screens of a city show. */
export function shownCase(city: City): Promise<string> {
  const known = numbers.get(city.address) ?? reports(city, REPORTER);
  numbers.set(city.address, known);
  return known;
}

/** Opens a screen from its address and waits until it has what it shows. */
export async function opens(page: Page, city: City, screen: Screen): Promise<void> {
  await (screen.who ? becomes(page, city, screen.who) : leaves(page, city));
  await page.goto(screen.path(await shownCase(city)));
  await isReady(page);
}

export async function isReady(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.getByText(/^(正在载入|Loading)$/)).toHaveCount(0);
}

/** What stands there, as far as it does not change with time. */
export function headings(page: Page): Promise<string[]> {
  return page.getByRole("main").getByRole("heading").allTextContents();
}
