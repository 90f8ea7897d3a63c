import { expect, test } from "vitest";
import { AGE_MAX_MS, freshness } from "./fresh.ts";

const at = 1_000_000;

test("a figure is fresh until its limit", () => {
  expect(freshness(at, at)).toBe("fresh");
  expect(freshness(at, at + AGE_MAX_MS)).toBe("fresh");
  expect(freshness(at, at + AGE_MAX_MS + 1)).toBe("old");
});

test("a broken stream marks a figure at once, and age says more than a break", () => {
  expect(freshness(at, at, false)).toBe("not-live");
  expect(freshness(at, at + AGE_MAX_MS + 1, false)).toBe("old");
});
