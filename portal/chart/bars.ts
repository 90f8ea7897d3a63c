/** Horizontal bars, drawn by ECharts with only what they need of it: what a bar means is written at its end, so that
 * there is no tooltip to be found by a mouse only. */

import { BarChart, type BarSeriesOption } from "echarts/charts";
import { type GridComponentOption, GridSimpleComponent } from "echarts/components";
import { type ComposeOption, use } from "echarts/core";
import { begin, type Drawn, type Look } from "./place.ts";

export interface Bar {
  readonly name: string;
  /** How long each part is. */
  readonly parts: readonly number[];
  /** What is written at its end. */
  readonly text: string;
}

type Option = ComposeOption<BarSeriesOption | GridComponentOption>;

use([BarChart, GridSimpleComponent]);

/** What a chart of bars shows. */
export interface Bars {
  readonly bars: readonly Bar[];
  /** What the parts of a bar are, in order; where there are several, the last one is what is bad. */
  readonly parts: readonly string[];
  /** What is not bad yet is a warning already. */
  readonly isWarning: boolean;
}

export function draw(place: HTMLElement, first: Bars): Drawn<Bars> {
  return begin<Bars>(place, first, ({ bars, parts, isWarning }, look) =>
    optionOf(bars, parts, isWarning ? { ...look, good: look.second } : look),
  );
}

function optionOf(bars: readonly Bar[], parts: readonly string[], look: Look): Option {
  const written = { color: look.text, fontFamily: look.family, fontSize: look.size };
  return {
    animation: look.isMoving,
    textStyle: written,
    grid: {
      left: 0,
      right: look.size + Math.max(0, ...bars.map(({ text }) => look.widthOf(text))),
      top: look.size * 0.5,
      bottom: 0,
      outerBoundsMode: "none",
    },
    xAxis: { type: "value", show: false },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      // Each name stands above its bar, so that it has room and the bar has the whole width.
      axisLabel: {
        ...written,
        inside: true,
        margin: 0,
        verticalAlign: "bottom",
        padding: [0, 0, look.size * 0.6, 0],
        width: look.width,
        overflow: "truncate",
      },
      z: 3,
    },
    series: parts.map((name, index) => seriesOf(name, index, bars, parts.length, look)),
  };
}

function seriesOf(name: string, index: number, bars: readonly Bar[], parts: number, look: Look): BarSeriesOption {
  const isLast = index === parts - 1;
  const isBad = isLast && parts > 1;
  return {
    type: "bar",
    name,
    stack: "all",
    barWidth: look.size,
    data: bars.map((bar) => bar.parts[index] ?? 0),
    itemStyle: {
      color: isBad ? look.bad : look.good,
      // A bad part is told by its pattern too.
      ...(isBad && { decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: Math.PI / 4 } }),
    },
    label: {
      show: isLast,
      position: "right",
      color: look.text,
      formatter: ({ dataIndex }) => bars[dataIndex]?.text ?? "",
    },
  };
}
