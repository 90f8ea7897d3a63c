import "./Place.css";
import type { Point } from "../../parts/border.ts";
import { useDistricts } from "../../parts/districts.ts";
import { place } from "../../words/place.ts";
import { say } from "../../words/say.ts";
import { PlaceDrawn } from "./PlaceDrawn.tsx";
import { districtAt } from "./where.ts";

/** In which district a place lies, in words and on the map. Its numbers stand beside it. */
export function PlaceShown(props: { at: Point }) {
  const districts = useDistricts();
  if (districts?.length === 0) return null;
  const district = districts && districtAt(districts, props.at);
  return (
    <div class="Place-shown">
      <span>{districts && say(district?.name ?? place.outsideCity)}</span>
      <PlaceDrawn districts={districts ?? []} at={props.at} />
    </div>
  );
}
