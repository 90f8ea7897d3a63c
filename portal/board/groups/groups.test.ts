import { expect, test } from "vitest";
import { listOf } from "../lists.ts";
import type { CountedFragment, Stage } from "../operations.ts";
import { byDepartment, byService, byStage, ofDistrict } from "./groups.ts";

function counted(module: string, department: string, stage: Stage, total: number): CountedFragment {
  const open = stage === "CLOSED" ? 0 : total;
  const district = department === "tra" ? { code: "03" } : null;
  const of = { name: department, title: `${department} bureau`, district };
  return { module, stage, department: of, open, overdue: 0, total };
}

const rows = [
  counted("parking", "tra", "CLOSED", 2),
  counted("parking", "tra", "SUBMITTED", 3),
  counted("hygiene", "hea", "ACCEPTED", 5),
];

test("every grouping adds up to the same whole", () => {
  const groupings = [byDepartment(rows), byService(rows, new Map()), byStage(rows, (stage) => stage)];
  for (const groups of groupings) expect(groups.reduce((so, group) => so + group.total, 0)).toBe(10);
});

test("departments and services have their names, a service without one its own word", () => {
  expect(byDepartment(rows).map(({ name }) => name)).toEqual(["hea bureau", "tra bureau"]);
  expect(byService(rows, new Map([["parking", "Resident parking"]])).map(({ name }) => name)).toEqual([
    "hygiene",
    "Resident parking",
  ]);
});

test("each department belongs to one district or to the whole city", () => {
  expect(byDepartment(ofDistrict(rows, "03")).map(({ key, total }) => [key, total])).toEqual([["tra", 5]]);
  expect(byDepartment(ofDistrict(rows, "")).map(({ key, total }) => [key, total])).toEqual([["hea", 5]]);
  expect(ofDistrict(rows, "04")).toEqual([]);
});

test("stages stand in the order of a case, and empty ones are left out", () => {
  expect(byStage(rows, (stage) => stage).map(({ key }) => key)).toEqual(["SUBMITTED", "ACCEPTED", "CLOSED"]);
});

test("each group knows the list behind it", () => {
  expect(byDepartment(rows).map(({ narrowed }) => listOf(narrowed))).toEqual([
    "/desk?list=all&department=hea",
    "/desk?list=all&department=tra",
  ]);
  expect(listOf({ overdue: true, module: "parking" })).toBe("/desk?list=overdue&module=parking");
  expect(listOf({ stage: "CLOSED" })).toBe("/desk?list=all&stage=CLOSED");
});
