import { expect, it } from "vitest";
import { dayOf, partsOf } from "./day.ts";

it("takes a day apart and puts it together", () => {
  expect(dayOf("2026", "2", "3")).toBe("2026-02-03");
  expect(dayOf("", "", "")).toBe("");
  expect(partsOf("2026-02-03")).toEqual(["2026", "2", "3"]);
  expect(partsOf("")).toEqual(["", "", ""]);
});
