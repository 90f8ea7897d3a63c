import { expect, it } from "vitest";
import { frameOf, middleOf, parseBorder, pathOf } from "./border.ts";

const RING = [
  [90, -31],
  [92, -31],
  [92, -30],
  [90, -30],
  [90, -31],
];
const border = parseBorder({ type: "Polygon", coordinates: [RING] });

it("draws no border that is no polygon", () => {
  for (const odd of [null, {}, { type: "Point", coordinates: [1, 2] }, { type: "Polygon", coordinates: "x" }])
    expect(parseBorder(odd)).toEqual([]);
  expect(parseBorder({ type: "Polygon", coordinates: [[[1, "2"]]] })).toEqual([]);
});

it("knows the frame and the path of a border, with the north above", () => {
  expect(frameOf(border)).toEqual({ left: 90, top: 30, width: 2, height: 1 });
  expect(pathOf(border)).toBe("M90 31L92 31L92 30L90 30L90 31Z");
});

it("finds the middle of a border, also where one side is far longer than the other", () => {
  expect(middleOf(border)).toEqual([91, -30.5]);
  const [east, north] = middleOf([
    [0, 0],
    [3, 0],
    [0, 3],
  ]);
  expect(east).toBeCloseTo(1);
  expect(north).toBeCloseTo(1);
  expect(middleOf([[7, 8]])).toEqual([7, 8]);
});
