/** The districts of the city on their way to a page: they come behind everything else, or not at all. */

import type { Page, Route } from "@playwright/test";

/** What is done with the question for districts; all else is asked as ever. */
export async function onDistricts(page: Page, act: (route: Route) => Promise<void>): Promise<void> {
  await page.route("**/graphql", (route) =>
    route.request().postData()?.includes("query Districts") ? act(route) : route.fallback(),
  );
}

/** Holds them back until they are let go. */
export async function holdDistricts(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await onDistricts(page, async (route) => {
    await held;
    await route.continue();
  });
  return () => release();
}
