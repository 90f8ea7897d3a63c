/** Columns beside each other along a time, drawn by ECharts. */

import { BarChart, type BarSeriesOption } from "echarts/charts";
import { type GridComponentOption, GridSimpleComponent } from "echarts/components";
import { type ComposeOption, use } from "echarts/core";
import { begin, type Drawn, type Look } from "./place.ts";

/** What a chart of columns shows. */
export interface Columns {
  /** What stands below each place in time. */
  readonly names: readonly string[];
  readonly parts: ReadonlyArray<{ readonly name: string; readonly values: readonly number[] }>;
}

type Option = ComposeOption<BarSeriesOption | GridComponentOption>;

use([BarChart, GridSimpleComponent]);

export function draw(place: HTMLElement, first: Columns): Drawn<Columns> {
  return begin<Columns>(place, first, optionOf);
}

function optionOf({ names, parts }: Columns, look: Look): Option {
  const written = { color: look.text, fontFamily: look.family, fontSize: look.size };
  return {
    animation: look.isMoving,
    textStyle: written,
    grid: { left: look.size * 3, right: look.size, top: look.size, bottom: look.size * 2 },
    xAxis: { type: "category", data: [...names], axisLabel: { ...written, hideOverlap: true } },
    yAxis: { type: "value", minInterval: 1, axisLabel: written, splitLine: { lineStyle: { color: look.line } } },
    series: parts.map(({ name, values }, index) => ({
      type: "bar",
      name,
      barGap: "10%",
      data: [...values],
      itemStyle: { color: index === 0 ? look.good : look.second },
    })),
  };
}
