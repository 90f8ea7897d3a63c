import { frameOf, type Point, pathOf } from "../../parts/border.ts";
import type { District } from "../../parts/districts.ts";

/** The districts' borders and the mark, for those who see: words stand beside it wherever it is drawn. Blank until the
 * borders are there. */
export function PlaceDrawn(props: {
  districts: readonly District[];
  at: Point | undefined;
  /** How often it is doubled, around the mark. */
  zoom?: number;
  mark?: (at: Point) => void;
}) {
  const { districts, at, zoom = 0, mark } = props;
  if (districts.length === 0) return <svg class="Place-map" aria-hidden="true" />;
  const whole = frameOf(districts.flatMap(({ border }) => border));
  const [width, height] = [whole.width / 2 ** zoom, whole.height / 2 ** zoom];
  const [x, y] = at && zoom > 0 ? [at[0], -at[1]] : [whole.left + whole.width / 2, whole.top + whole.height / 2];
  return (
    <svg
      class={mark ? "Place-map Place-pressed" : "Place-map"}
      viewBox={`${x - width / 2} ${y - height / 2} ${width} ${height}`}
      aria-hidden="true"
      onClick={mark && ((event) => pressed(event, mark))}
    >
      {districts.map(({ name, border }) => (
        <path key={name.zh} d={pathOf(border)} />
      ))}
      {at && <circle cx={at[0]} cy={-at[1]} r={width / 40} />}
    </svg>
  );
}

function pressed(event: MouseEvent & { currentTarget: SVGSVGElement }, mark: (at: Point) => void): void {
  const onScreen = event.currentTarget.getScreenCTM();
  if (!onScreen) return;
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(onScreen.inverse());
  mark([point.x, -point.y]);
}
