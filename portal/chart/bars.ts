/** Horizontal bars, drawn by ECharts with only what they need of it: what a bar means is written at its end, so that
 * there is no tooltip to be found by a mouse only. */

import { BarChart, type BarSeriesOption } from "echarts/charts";
import { type GridComponentOption, GridSimpleComponent } from "echarts/components";
import { type ComposeOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

export interface Bar {
  readonly name: string;
  /** How long each part is. */
  readonly parts: readonly number[];
  /** What is written at its end. */
  readonly text: string;
}

export interface Drawn {
  draw(bars: readonly Bar[]): void;
  stop(): void;
}

type Option = ComposeOption<BarSeriesOption | GridComponentOption>;

use([BarChart, GridSimpleComponent, SVGRenderer]);

/** Begins a chart in a place whose size the page has set. */
export function begin(place: HTMLElement, parts: readonly string[]): Drawn {
  emptiedWithoutMarkup(place);
  const chart = init(place, null, { renderer: "svg" });
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(place);
  return {
    draw: (bars) => chart.setOption(optionOf(bars, parts, lookOf(place))),
    stop() {
      resized.disconnect();
      chart.dispose();
    },
  };
}

/** The library empties its place by `innerHTML`, which Trusted Types do not allow. */
function emptiedWithoutMarkup(place: HTMLElement): void {
  Object.defineProperty(place, "innerHTML", { configurable: true, set: () => place.replaceChildren() });
}

interface Look {
  readonly text: string;
  readonly line: string;
  readonly ground: string;
  readonly good: string;
  readonly bad: string;
  readonly family: string;
  /** In pixels. */
  readonly size: number;
  readonly isMoving: boolean;
}

/** The chart looks as the page does, also in the larger text of the mode for elderly people. */
function lookOf(place: HTMLElement): Look {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: colour("--text"),
    line: colour("--line"),
    ground: colour("--ground"),
    good: colour("--brand"),
    bad: colour("--bad"),
    family: style.fontFamily,
    size: Number.parseFloat(style.fontSize),
    isMoving: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}

function optionOf(bars: readonly Bar[], parts: readonly string[], look: Look): Option {
  const written = { color: look.text, fontFamily: look.family, fontSize: look.size };
  return {
    animation: look.isMoving,
    textStyle: written,
    grid: { left: 0, right: look.size * 6, top: 0, bottom: 0, outerBoundsMode: "same" },
    xAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: look.line } }, axisLabel: written },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.map(({ name }) => name),
      axisTick: { show: false },
      axisLabel: { ...written, width: look.size * 9, overflow: "truncate" },
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
    barMaxWidth: look.size * 1.25,
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
