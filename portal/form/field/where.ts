/** Places on the map of the city: whole hundred-millionths of a degree, as forms hold them, and degrees, as maps do. */

import type { Point } from "../../parts/border.ts";
import type { District } from "../../parts/districts.ts";
import { isJson } from "../json.ts";

const PARTS = 100_000_000;

export function pointOf(value: unknown): Point | undefined {
  if (!isJson(value)) return undefined;
  const { longitude, latitude } = value;
  return typeof longitude === "number" && typeof latitude === "number"
    ? [longitude / PARTS, latitude / PARTS]
    : undefined;
}

export function heldAt([longitude, latitude]: Point) {
  return { longitude: Math.round(longitude * PARTS), latitude: Math.round(latitude * PARTS) };
}

/** A place in numbers; the longitude first, as on the map's own axis. */
export function placeText(point: Point): string {
  return point.map((degrees) => `${Number(degrees.toFixed(8))}°`).join(", ");
}

/** The district in which a point lies. */
export function districtAt(all: readonly District[], point: Point): District | undefined {
  return all.find(({ border }) => isWithin(border, point));
}

/** Whether a line from the point to the east crosses the border an odd number of times. */
function isWithin(border: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  for (const [place, [x1, y1]] of border.entries()) {
    const [x2, y2] = border[(place + 1) % border.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** Degrees as somebody typed them: a number, or the text where it is none. */
export function degreesIn(typed: string): number | string {
  const plain = typed.normalize("NFKC").replace("°", "").trim();
  return /^[+-]?\d{1,3}(\.\d{1,10})?$/.test(plain) ? Math.round(Number(plain) * PARTS) : plain;
}

export function degreesText(value: unknown): string {
  if (typeof value === "number") return String(value / PARTS);
  return typeof value === "string" ? value : "";
}
