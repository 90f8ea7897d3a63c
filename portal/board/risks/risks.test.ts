import { expect, test } from "vitest";
import { soonest, standing } from "./risks.ts";

test("the earliest due stands first, whatever its zone, and what has no date last", () => {
  const rows = [
    { id: "none", dueAt: null },
    { id: "late", dueAt: "2026-12-03T00:00:00Z" },
    { id: "early", dueAt: "2026-12-02T23:00:00+08:00" },
    { id: "none too", dueAt: null },
  ];
  expect(soonest(rows, (row) => row.dueAt).map(({ id }) => id)).toEqual(["early", "late", "none", "none too"]);
});

test("cards are counted by kind, gravest first, without those withdrawn", () => {
  const card = (kind: "NOTICE" | "YELLOW" | "RED", withdrawnAt: string | null = null) => ({ kind, withdrawnAt });
  const cards = [card("YELLOW"), card("NOTICE"), card("RED", "2026-12-03T00:00:00Z"), card("YELLOW")];
  expect(standing(cards)).toEqual([
    ["YELLOW", 2],
    ["NOTICE", 1],
  ]);
  expect(standing([])).toEqual([]);
});
