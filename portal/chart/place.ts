/** A place in which ECharts draws with only what a chart needs of it, and as the page looks. */

import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { ECBasicOption } from "echarts/types/dist/shared";

/** What draws one kind of data in a place. */
export interface Drawn<Data> {
  draw(data: Data): void;
  stop(): void;
}

use([SVGRenderer]);

/** Begins a chart in a place whose size the page has set. */
export function begin<Data>(
  place: HTMLElement,
  first: Data,
  optionOf: (data: Data, look: Look) => ECBasicOption,
): Drawn<Data> {
  const chart = init(place, null, { renderer: "svg" });
  for (const part of [place, ...place.querySelectorAll("svg")]) emptiedWithoutMarkup(part);
  let drawn = first;
  const draw = (data: Data): void => {
    drawn = data;
    chart.setOption(optionOf(data, lookOf(place)));
  };
  // The text may have another size too, as on a full screen.
  const resized = new ResizeObserver(() => {
    // A map cannot be laid out where there is no room, as in a place that is out of sight.
    if (place.clientWidth === 0 || place.clientHeight === 0) return;
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

export interface Look {
  readonly text: string;
  readonly ground: string;
  readonly good: string;
  readonly bad: string;
  /** Of a second kind that is not bad. */
  readonly second: string;
  readonly line: string;
  readonly family: string;
  /** Of the text, in pixels. */
  readonly size: number;
  readonly width: number;
  /** How wide a text is, in pixels. */
  readonly widthOf: (text: string) => number;
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
    second: colour("--warn"),
    line: colour("--line"),
    family: style.fontFamily,
    size: Number.parseFloat(style.fontSize),
    width: place.clientWidth,
    widthOf: measureOf(`${style.fontSize} ${style.fontFamily}`),
    isMoving: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}

function measureOf(font: string): (text: string) => number {
  const paper = document.createElement("canvas").getContext("2d");
  if (paper) paper.font = font;
  return (text) => paper?.measureText(text).width ?? 0;
}
