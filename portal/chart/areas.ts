/** A map of areas, drawn by ECharts: the more, the darker, and the number is written in each. */

import { MapChart, type MapSeriesOption } from "echarts/charts";
import { type ComposeOption, color, registerMap, use } from "echarts/core";
import { begin, type Drawn, type Look } from "./place.ts";

export interface Area {
  readonly key: string;
  readonly name: string;
  readonly value: number;
  /** Its border, as GeoJSON has it. */
  readonly border: Polygon;
}

export interface Polygon {
  readonly type: "Polygon";
  readonly coordinates: number[][][];
}

type Option = ComposeOption<MapSeriesOption>;

const MAP = "areas";

use([MapChart]);

export function draw(place: HTMLElement, first: readonly Area[]): Drawn<readonly Area[]> {
  return begin<readonly Area[]>(place, first, (areas, look) => {
    register(areas);
    return optionOf(areas, look);
  });
}

function register(areas: readonly Area[]): void {
  const features = areas.map(({ key, border }) => ({
    type: "Feature" as const,
    properties: { name: key },
    geometry: { type: border.type, coordinates: border.coordinates },
  }));
  registerMap(MAP, { type: "FeatureCollection", features });
}

function optionOf(areas: readonly Area[], look: Look): Option {
  const most = Math.max(1, ...areas.map(({ value }) => value));
  const byKey = new Map(areas.map((area) => [area.key, area]));
  const label = {
    show: true,
    color: look.text,
    fontFamily: look.family,
    fontSize: look.size,
    formatter: ({ name }: { name: string }) => {
      const area = byKey.get(name);
      return area ? `${area.name}\n${area.value}` : name;
    },
  };
  return {
    animation: false,
    series: {
      type: "map",
      map: MAP,
      silent: true,
      layoutCenter: ["50%", "50%"],
      layoutSize: "95%",
      label,
      data: areas.map(({ key, value }) => ({
        name: key,
        value,
        label,
        itemStyle: { areaColor: shade(value / most, look), borderColor: look.text, borderWidth: 1 },
      })),
    },
  };
}

/** How dark an area is: never so dark that the number cannot be read on it. */
function shade(share: number, look: Look): string {
  return color.lerp(0.08 + share * 0.37, [look.ground, look.good]);
}
