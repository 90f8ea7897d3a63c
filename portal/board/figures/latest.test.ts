import { expect, test } from "vitest";
import type { CountedFragment, FiguresQuery } from "../operations.ts";
import { withCounts, withReading } from "./latest.ts";

const counts = (total: number): CountedFragment[] => [
  { module: "parking", stage: "ACCEPTED", department: null, open: 0, overdue: 0, total },
];
const reading = (total: number): FiguresQuery => ({
  caseCounts: counts(total),
  supervisionMatters: { totalCount: total },
  ratings: [],
  cityFigures: null,
});

test("a reading is from when it was asked for", () => {
  const first = withReading(null, reading(1), 100);
  expect([first.counts, first.countedAt, first.readAt]).toEqual([counts(1), 100, 100]);
});

test("counts that were told while a reading was under way stay, the rest is read", () => {
  const told = withCounts(withReading(null, reading(1), 100), counts(5), 250);
  const read = withReading(told, reading(4), 200);
  expect([read.counts, read.countedAt]).toEqual([counts(5), 250]);
  expect([read.others.supervisionMatters?.totalCount, read.readAt]).toEqual([4, 200]);
});

test("a later reading takes the place of what was told", () => {
  const told = withCounts(withReading(null, reading(1), 100), counts(5), 250);
  expect(withReading(told, reading(6), 300)).toMatchObject({ counts: counts(6), countedAt: 300 });
});

test("what the city does not tell is not zero", () => {
  expect(withReading(null, { ...reading(1), caseCounts: null }, 100).counts).toBeNull();
});
