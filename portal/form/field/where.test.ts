import { expect, it } from "vitest";
import { parseBorder } from "../../parts/border.ts";
import { degreesIn, degreesText, districtAt, heldAt, placeText, pointOf } from "./where.ts";

const square = (left: number, bottom: number) =>
  parseBorder({
    type: "Polygon",
    coordinates: [
      [
        [left, bottom],
        [left + 1, bottom],
        [left + 1, bottom + 1],
        [left, bottom + 1],
        [left, bottom],
      ],
    ],
  });
const WEST = { name: { zh: "西", en: "West" }, border: square(90, -31) };
const EAST = { name: { zh: "东", en: "East" }, border: square(91, -31) };

it("finds the district of a point, and none outside of the city", () => {
  expect(districtAt([WEST, EAST], [90.5, -30.5])).toBe(WEST);
  expect(districtAt([WEST, EAST], [91.25, -30.1])).toBe(EAST);
  expect(districtAt([WEST, EAST], [92.5, -30.5])).toBeUndefined();
  expect(districtAt([WEST, EAST], [90.5, -29.9])).toBeUndefined();
});

it("goes from degrees to a form's whole numbers and back", () => {
  const value = heldAt([90.1234567, -30.5]);
  expect(value).toEqual({ longitude: 9_012_345_670, latitude: -3_050_000_000 });
  expect(pointOf(value)).toEqual([90.1234567, -30.5]);
  expect(placeText([90.1234567, -30.5])).toBe("90.1234567°, -30.5°");
  expect(pointOf({ longitude: 1 })).toBeUndefined();
});

it("reads degrees as people type them, and keeps what is none", () => {
  expect(degreesIn(" ９０.5° ")).toBe(9_050_000_000);
  expect(degreesIn("-30")).toBe(-3_000_000_000);
  expect(degreesIn("90°12'")).toBe("9012'");
  expect(degreesText(9_050_000_000)).toBe("90.5");
  expect(degreesText("north")).toBe("north");
});
