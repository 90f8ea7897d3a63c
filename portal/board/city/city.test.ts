import { expect, test } from "vitest";
import type { ServiceFragment } from "../operations.ts";
import { cardsOf, districtsOf, shareOnTime, standingOf } from "./city.ts";

function row(name: string, code: string | null, counts: Partial<ServiceFragment>): ServiceFragment {
  const none = { total: 0, open: 0, overdue: 0, finished: 0, finishedOnTime: 0, yellowCards: 0, redCards: 0 };
  return { module: "pothole", department: { name, title: name, district: code ? { code } : null }, ...none, ...counts };
}

const rows = [
  row("d02-urban", "02", { total: 5, open: 2, overdue: 1, finished: 3, finishedOnTime: 2, yellowCards: 2 }),
  row("d02-market", "02", { total: 1, open: 1 }),
  row("d03-urban", "03", { total: 4, finished: 4, finishedOnTime: 4, yellowCards: 1, redCards: 1 }),
  row("gov", null, { total: 7, open: 7 }),
];

test("the districts and the whole city are all cases together", () => {
  const [second, third, whole] = ["02", "03", null].map((code) => standingOf(rows, code));
  expect(second).toEqual({ total: 6, open: 3, overdue: 1 });
  expect((second?.total ?? 0) + (third?.total ?? 0) + (whole?.total ?? 0)).toBe(17);
});

test("cards stand with their department, the gravest first", () => {
  expect(cardsOf(rows).map(({ key, yellow, red }) => [key, yellow, red])).toEqual([
    ["d03-urban", 1, 1],
    ["d02-urban", 2, 0],
  ]);
});

test("a share of nothing is none", () => {
  expect(shareOnTime(rows)).toBe(6 / 7);
  expect(shareOnTime([])).toBeNull();
});

test("a district that was not told stands by its code, and one without cases too", () => {
  const told = [{ code: "03", name: "Tingsong", boundary: null }];
  expect(districtsOf(told, rows)).toEqual([
    { code: "03", name: "Tingsong", border: [] },
    { code: "02", name: "02", border: [] },
  ]);
  expect(districtsOf(null, rows).map(({ name }) => name)).toEqual(["02", "03"]);
  expect(districtsOf(told, []).map(({ name }) => name)).toEqual(["Tingsong"]);
});
