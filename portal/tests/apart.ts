/** For tests that move the law's clock or fill a city with cases: they have a city of their own, away from all others. */

import { test as base } from "./city.ts";

export const test = base.extend<Record<never, never>, { apart: undefined }>({
  // A fixture of the worker that others lack puts these tests into workers, and with them cities, of their own.
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what is wanted
  apart: [async ({}, use) => use(undefined), { scope: "worker", auto: true }],
});
