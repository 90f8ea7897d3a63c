import "./CityFigures.css";
import type { Failure } from "../../api/failure.ts";
import type { FiguresQuery } from "../operations.ts";
import { Cards } from "./Cards.tsx";
import type { District } from "./city.ts";
import { Days } from "./Days.tsx";
import { Districts } from "./Districts.tsx";

/** The city's own figures: by day, by district, and the cards. */
export function CityFigures(props: {
  told: NonNullable<FiguresQuery["cityFigures"]>;
  districts: readonly District[];
  failure: Failure | null;
  again: () => void;
}) {
  const { at, days, services } = props.told;
  return (
    <div class="CityFigures">
      <Days days={days} at={at} />
      <Districts rows={services} districts={props.districts} failure={props.failure} again={props.again} at={at} />
      <Cards rows={services} at={at} />
    </div>
  );
}
