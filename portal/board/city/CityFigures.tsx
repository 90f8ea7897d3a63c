import "./CityFigures.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { request } from "../../api/client.ts";
import { language } from "../../words/say.ts";
import { DistrictsDocument, type FiguresQuery } from "../operations.ts";
import { Cards } from "./Cards.tsx";
import { type District, districtsOf } from "./city.ts";
import { Days } from "./Days.tsx";
import { Districts } from "./Districts.tsx";

/** The city's own figures: by day, by district, and the cards. */
export function CityFigures(props: { told: NonNullable<FiguresQuery["cityFigures"]> }) {
  const { at, days, services } = props.told;
  const districts = useDistricts();
  return (
    <div class="CityFigures">
      <Days days={days} at={at} />
      <Districts rows={services} districts={districts} at={at} />
      <Cards rows={services} at={at} />
    </div>
  );
}

/** The city's districts in the reader's language; none until they have come. */
function useDistricts(): readonly District[] {
  const districts = useSignal<readonly District[]>([]);
  useEffect(() => {
    let isLast = true;
    void request(DistrictsDocument, {}).then((outcome) => {
      if (isLast && outcome.ok) districts.value = districtsOf(outcome.value.city);
    });
    return () => {
      isLast = false;
    };
  }, [language.value]);
  return districts.value;
}
