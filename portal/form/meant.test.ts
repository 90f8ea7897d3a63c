import { expect, it } from "vitest";
import { meant } from "./meant.ts";

it.each([
  [" 李明 ", undefined, "李明"],
  ["１３８００１３８０００", /^1[3-9][0-9]{9}$/u, "13800138000"],
  ["138 0013-8000", /^1[3-9][0-9]{9}$/u, "13800138000"],
  ["11010519491231002x", /^[1-9][0-9]{16}[0-9X]$/u, "11010519491231002X"],
  ["1101051949", /^[1-9][0-9]{16}[0-9X]$/u, "1101051949"],
  ["", /^a$/u, ""],
])("reads %j as it was meant", (typed, pattern, expected) => {
  expect(meant(typed, pattern)).toBe(expected);
});
