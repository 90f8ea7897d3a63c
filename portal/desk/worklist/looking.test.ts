import { describe, expect, it } from "vitest";
import { countOf, filterOf, filtersOfLists, type Look, lookOf, narrowed, pagesOf, pathOf } from "./looking.ts";

const look = (query: string): Look => lookOf(new URLSearchParams(query));

describe("what a worklist looks at", () => {
  it.each([
    "",
    "list=all",
    "list=unassigned&module=food-licence&state=intake&stage=SUBMITTED&order=newest&hide=stage%2Chand&after=c3%2Cc9",
  ])("is the same after a way through the address: %s", (query) => {
    expect(pathOf(look(query))).toBe(query ? `/desk?${query}` : "/desk");
  });

  it("takes nothing that is not there for a list, a stage, an order or a column", () => {
    expect(look("list=theirs&stage=NONE&order=none&hide=number")).toEqual({
      list: "mine",
      module: "",
      department: "",
      state: "",
      stage: null,
      order: "due",
      hidden: [],
      trail: [],
    });
  });

  it("begins on the first page when it is narrowed, and forgets the state of another module", () => {
    const at = look("list=all&module=a&state=intake&after=c1");
    expect(narrowed(at, { module: "b" })).toEqual({ ...at, module: "b", state: "", trail: [] });
    expect(narrowed(at, { stage: "CLOSED" })).toEqual({ ...at, stage: "CLOSED", trail: [] });
  });

  it("asks for the list and its filters together", () => {
    expect(filterOf(look("list=overdue&module=a"))).toEqual({ overdue: true, module: "a" });
    expect(filtersOfLists(look("list=overdue&stage=DECIDED")).unassigned).toEqual({
      assigned: false,
      open: true,
      stage: "DECIDED",
    });
    expect(filterOf(look("list=mine&stage=CLOSED"))).toEqual({ mine: true, stage: "CLOSED" });
  });
});

it("adds up what the city counts", () => {
  const rows = [
    { open: 2, overdue: 1, total: 5 },
    { open: null, overdue: 1, total: 1 },
  ];
  expect(countOf(rows)).toEqual({ open: 2, overdue: 2, total: 6 });
  expect(countOf(null).total).toBe(0);
});

it("counts pages", () => {
  expect([0, 25, 26].map(pagesOf)).toEqual([1, 1, 2]);
});
