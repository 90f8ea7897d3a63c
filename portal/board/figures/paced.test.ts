import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paced } from "./paced.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first wish is granted at once, the others together after the gap", () => {
  const act = vi.fn();
  const show = paced(5_000, act);
  show.wish();
  expect(act).toHaveBeenCalledTimes(1);
  for (let wish = 0; wish < 10; wish += 1) {
    vi.advanceTimersByTime(400);
    show.wish();
  }
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(2);
});

test("wishes all the time are granted once in each gap", () => {
  const act = vi.fn();
  const show = paced(5_000, act);
  for (let second = 0; second < 60; second += 1) {
    show.wish();
    vi.advanceTimersByTime(1_000);
  }
  expect(act.mock.calls.length).toBeLessThanOrEqual(13);
  expect(act.mock.calls.length).toBeGreaterThanOrEqual(12);
});

test("after a rest a wish is granted at once again", () => {
  const act = vi.fn();
  const show = paced(5_000, act);
  show.wish();
  vi.advanceTimersByTime(5_000);
  show.wish();
  expect(act).toHaveBeenCalledTimes(2);
});

test("nothing is done after it was stopped", () => {
  const act = vi.fn();
  const show = paced(5_000, act);
  show.wish();
  show.wish();
  show.stop();
  vi.advanceTimersByTime(60_000);
  expect(act).toHaveBeenCalledTimes(1);
});
