import "./Areas.css";
import { frameOf, middleOf, type Point, pathOf } from "../parts/border.ts";
import { Link } from "../route/Link.tsx";

export interface Area {
  readonly key: string;
  readonly name: string;
  readonly value: number;
  readonly border: readonly Point[];
  /** What stands behind it. */
  readonly to: string;
}

type Frame = ReturnType<typeof frameOf>;

/** A map whose areas are links: the more, the darker, and name and number are written in each. */
export function Areas(props: { title: string; areas: readonly Area[]; sayArea: (area: Area) => string }) {
  const { areas } = props;
  const frame = frameOf(areas.flatMap(({ border }) => border));
  const most = Math.max(1, ...areas.map(({ value }) => value));
  return (
    <nav class="Chart" aria-label={props.title}>
      <svg class="Areas" role="presentation" style={{ "--ratio": String(frame.width / frame.height) }}>
        {areas.map((area) => (
          <Link key={area.key} to={area.to} label={props.sayArea(area)}>
            <Drawn area={area} frame={frame} share={area.value / most} />
          </Link>
        ))}
      </svg>
    </nav>
  );
}

/** The shape has the map's own units and the words the page's, so that these are as large as all text. */
function Drawn(props: { area: Area; frame: Frame; share: number }) {
  const { area, frame } = props;
  const [east, north] = middleOf(area.border);
  const x = `${((east - frame.left) / frame.width) * 100}%`;
  const y = `${((-north - frame.top) / frame.height) * 100}%`;
  return (
    <>
      <svg
        viewBox={`${frame.left} ${frame.top} ${frame.width} ${frame.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {/* Never so dark that what is written cannot be read on it. */}
        <path d={pathOf(area.border)} fill-opacity={0.08 + props.share * 0.37} />
      </svg>
      <text x={x} y={y} dy="-0.2em">
        {area.name}
      </text>
      <text x={x} y={y} dy="1.1em">
        {area.value}
      </text>
    </>
  );
}
