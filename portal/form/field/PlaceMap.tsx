import { useState } from "preact/hooks";
import { frameOf, type Point, pathOf } from "../../parts/border.ts";
import { place } from "../../words/place.ts";
import { say } from "../../words/say.ts";
import type { District } from "./where.ts";

/** How often it can be doubled. */
const ZOOM_MAX = 10;

/**
 * The districts' borders and the mark; a press sets it. For those who see and point: whoever does not has every other
 * way beside it, so nothing here takes the focus but what draws it closer.
 */
export function PlaceMap(props: { districts: readonly District[]; at: Point | undefined; mark: (at: Point) => void }) {
  const { districts, at } = props;
  const [zoom, setZoom] = useState(0);
  const whole = frameOf(districts.flatMap(({ border }) => border));
  const [width, height] = [whole.width / 2 ** zoom, whole.height / 2 ** zoom];
  const [x, y] = at && zoom > 0 ? [at[0], -at[1]] : [whole.left + whole.width / 2, whole.top + whole.height / 2];
  const press = (event: MouseEvent & { currentTarget: SVGSVGElement }) => {
    const onScreen = event.currentTarget.getScreenCTM();
    if (!onScreen) return;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(onScreen.inverse());
    props.mark([point.x, -point.y]);
  };
  return (
    <>
      <svg
        class="Place-map"
        viewBox={`${x - width / 2} ${y - height / 2} ${width} ${height}`}
        aria-hidden="true"
        onClick={press}
      >
        {districts.map(({ name, border }) => (
          <path key={name.zh} d={pathOf(border)} />
        ))}
        {at && <circle cx={at[0]} cy={-at[1]} r={width / 40} />}
      </svg>
      <div class="Place-ways">
        <button
          type="button"
          class="quiet"
          aria-disabled={zoom === ZOOM_MAX}
          onClick={() => setZoom(Math.min(zoom + 1, ZOOM_MAX))}
        >
          {say(place.closer)}
        </button>
        <button type="button" class="quiet" aria-disabled={zoom === 0} onClick={() => setZoom(Math.max(zoom - 1, 0))}>
          {say(place.farther)}
        </button>
      </div>
    </>
  );
}
