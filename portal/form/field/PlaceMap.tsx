import { useState } from "preact/hooks";
import type { Point } from "../../parts/border.ts";
import type { District } from "../../parts/districts.ts";
import { place } from "../../words/place.ts";
import { say } from "../../words/say.ts";
import { PlaceDrawn } from "./PlaceDrawn.tsx";

/** How often it can be doubled. */
const ZOOM_MAX = 10;

/**
 * The map on which a press sets the mark. For those who see and point: whoever does not has every other way beside it,
 * so nothing here takes the focus but what draws it closer.
 */
export function PlaceMap(props: { districts: readonly District[]; at: Point | undefined; mark: (at: Point) => void }) {
  const [zoom, setZoom] = useState(0);
  return (
    <>
      <PlaceDrawn {...props} zoom={zoom} />
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
