import { expect, test } from "vitest";
import type { CountedFragment } from "../operations.ts";
import { contentOf, groupsOf, levelsOf, onTime, sumOf } from "./figures.ts";

function counted(module: string, open: number, overdue: number, total: number): CountedFragment {
  return {
    module,
    stage: "ACCEPTED",
    department: { name: "hea", title: "卫健委", district: null },
    open,
    overdue,
    total,
  };
}

test("counts are added up; what the city does not tell adds nothing", () => {
  const rows = [counted("parking", 3, 1, 5), { ...counted("hygiene", 2, 0, 2), open: null }];
  expect(sumOf(rows)).toEqual({ open: 3, overdue: 1, total: 7 });
  expect(sumOf([])).toEqual({ open: 0, overdue: 0, total: 0 });
});

test("the share on time is of open cases; without any there is none", () => {
  expect(onTime({ open: 8, overdue: 2, total: 20 })).toBe(0.75);
  expect(onTime({ open: 8, overdue: 8, total: 8 })).toBe(0);
  expect(onTime({ open: 0, overdue: 0, total: 20 })).toBeNull();
});

test("groups are worst first and add up to the whole", () => {
  const rows = [counted("a", 9, 0, 9), counted("b", 2, 2, 4), counted("a", 1, 1, 1), counted("c", 3, 2, 3)];
  const groups = groupsOf(
    rows,
    (row) => row.module ?? "",
    (row) => `*${row.module}`,
  );
  expect(groups.map(({ key }) => key)).toEqual(["c", "b", "a"]);
  expect(groups[2]).toEqual({ key: "a", name: "*a", open: 10, overdue: 1, total: 10 });
  expect(groups.reduce((so, group) => so + group.total, 0)).toBe(sumOf(rows).total);
});

test("ratings are added up by level, and those that are not counted out are not there", () => {
  const few = { levels: null };
  const some = {
    levels: [
      { level: "SATISFIED" as const, name: "满意", count: 3 },
      { level: "DISSATISFIED" as const, name: "不满意", count: 1 },
    ],
  };
  const levels = levelsOf([some, few, some]);
  expect(levels.map(({ name, count }) => [name, count])).toEqual([
    ["满意", 6],
    ["不满意", 2],
  ]);
  expect(contentOf(levels)).toEqual({ given: 8, share: 0.75 });
  expect(contentOf(levelsOf([few]))).toEqual({ given: 0, share: null });
});
