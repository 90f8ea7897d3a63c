/** Borders on a map, as the city tells them. */

/** Longitude and latitude in degrees. */
export type Point = readonly [longitude: number, latitude: number];

/** The border in the polygon of a GeoJSON geometry (RFC 7946); of another there is none. */
export function parseBorder(geometry: unknown): readonly Point[] {
  if (typeof geometry !== "object" || geometry === null) return [];
  if (!("type" in geometry && geometry.type === "Polygon" && "coordinates" in geometry)) return [];
  const ring: unknown = Array.isArray(geometry.coordinates) ? geometry.coordinates[0] : null;
  const points = Array.isArray(ring) ? ring : [];
  return points.flatMap((point: unknown) =>
    Array.isArray(point) && typeof point[0] === "number" && typeof point[1] === "number"
      ? [[point[0], point[1]] as const]
      : [],
  );
}

/** The frame of points, with the north above as on a screen. */
export function frameOf(points: readonly Point[]) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => -y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The middle of what a border encloses: its centre of mass, which stands within unless the border is bent much. */
export function middleOf(border: readonly Point[]): Point {
  const [x0, y0] = border[0] ?? [0, 0];
  let [twice, east, north] = [0, 0, 0];
  for (const [place, [longitude, latitude]] of border.entries()) {
    const next = border[(place + 1) % border.length] ?? [x0, y0];
    // Measured from its first point, so that no digits are lost.
    const [x1, y1, x2, y2] = [longitude - x0, latitude - y0, next[0] - x0, next[1] - y0];
    const cross = x1 * y2 - x2 * y1;
    twice += cross;
    east += (x1 + x2) * cross;
    north += (y1 + y2) * cross;
  }
  return twice === 0 ? [x0, y0] : [x0 + east / (3 * twice), y0 + north / (3 * twice)];
}

/** A border as the path of an SVG whose units are degrees. */
export function pathOf(border: readonly Point[]): string {
  return `M${border.map(([east, north]) => `${east} ${-north}`).join("L")}Z`;
}
