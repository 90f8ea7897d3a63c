import { expect, it } from "vitest";
import { deadlinesOf } from "./deadlines.ts";

const open = {
  stage: "ACCEPTED",
  overdue: false,
  stoppedSince: null,
  procedure: null,
  clocks: [],
  dueDay: null,
} as const;

it("says of a closed case that nothing runs", () => {
  expect(deadlinesOf({ ...open, stage: "CLOSED", overdue: true })).toEqual([{ kind: "over" }]);
});

it("says since when the clock stands still, and for what", () => {
  const procedure = { title: "卫生检测", dueAt: null, overran: false };
  expect(deadlinesOf({ ...open, stoppedSince: "2026-12-18T00:00:00Z", procedure })).toEqual([
    { kind: "stopped", since: "2026-12-18T00:00:00Z", by: "卫生检测" },
  ]);
});

it("says what is overdue before what runs, and which day is not certain", () => {
  const clocks = [
    { clock: "PROMISED", dueDay: "2027-01-04", provisional: true },
    { clock: "STATE", dueDay: null, provisional: false },
  ] as const;
  expect(deadlinesOf({ ...open, overdue: true, clocks: [...clocks], dueDay: "2027-01-04" })).toEqual([
    { kind: "overdue" },
    { kind: "runs", clock: "PROMISED", day: "2027-01-04", provisional: true },
  ]);
});

it("says of what was handed in that the limit has not begun", () => {
  expect(deadlinesOf({ ...open, stage: "SUBMITTED" })).toEqual([{ kind: "waiting" }]);
});

it("says the same limit of several departments once", () => {
  const one = { clock: "OPINION", dueDay: "2027-01-06", provisional: false } as const;
  expect(deadlinesOf({ ...open, clocks: [one, { ...one }] })).toHaveLength(1);
});
