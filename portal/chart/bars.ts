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
  const chart = init(place, null, { renderer: "svg" });
  for (const part of [place, ...place.querySelectorAll("svg")]) emptiedWithoutMarkup(part);
  let drawn: readonly Bar[] = [];
  const draw = (bars: readonly Bar[]): void => {
    drawn = bars;
    chart.setOption(optionOf(bars, parts, lookOf(place)));
  };
  // The text may have another size too, as on a full screen.
  const resized = new ResizeObserver(() => {
    chart.resize();
    draw(drawn);
  });
  resized.observe(place);
  return {
    draw,
    stop() {
      resized.disconnect();
      chart.dispose();
    },
  };
}

/** The library empties its elements by `innerHTML`, which Trusted Types do not allow. */
function emptiedWithoutMarkup(part: Element): void {
  Object.defineProperty(part, "innerHTML", { configurable: true, set: () => part.replaceChildren() });
}

interface Look {
  readonly text: string;
  readonly ground: string;
  readonly good: string;
  readonly bad: string;
  readonly family: string;
  /** Of the text, in pixels. */
  readonly size: number;
  readonly width: number;
  readonly isMoving: boolean;
}

/** The chart looks as the page does, also in the larger text of the mode for elderly people. */
function lookOf(place: HTMLElement): Look {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: style.color,
    ground: colour("--ground"),
    good: colour("--brand"),
    bad: colour("--bad"),
    family: style.fontFamily,
    size: Number.parseFloat(style.fontSize),
    width: place.clientWidth,
    isMoving: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}

function optionOf(bars: readonly Bar[], parts: readonly string[], look: Look): Option {
  const written = { color: look.text, fontFamily: look.family, fontSize: look.size };
  return {
    animation: look.isMoving,
    textStyle: written,
    grid: { left: 0, right: look.size * 7.5, top: look.size * 0.5, bottom: 0, outerBoundsMode: "none" },
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
