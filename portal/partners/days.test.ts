import { expect, test } from "vitest";
import { byDay, newestFirst, sum } from "./days.ts";

const row = (day: string, module: string, submissions: number, acts: number | null) => ({
  day,
  module,
  submissions,
  acts,
});
const told = {
  whose: null,
  keys: null,
  days: [row("2026-03-01", "b", 2, 1), row("2026-03-02", "b", 1, null), row("2026-03-02", "a", 3, 4)],
};

test("the newest day stands first, and its services in order", () => {
  expect(newestFirst(told).map(({ day, module }) => [day, module])).toEqual([
    ["2026-03-02", "a"],
    ["2026-03-02", "b"],
    ["2026-03-01", "b"],
  ]);
});

test("days add up to the whole, and what is not told adds nothing", () => {
  const rows = newestFirst(told);
  expect(byDay(rows)).toEqual([
    { day: "2026-03-02", count: 8 },
    { day: "2026-03-01", count: 3 },
  ]);
  expect(sum(rows)).toEqual({ submissions: 6, acts: 5 });
});
