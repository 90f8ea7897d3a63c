import "./Place.css";
import { useState } from "preact/hooks";
import { middleOf, type Point } from "../../parts/border.ts";
import { type District, useDistricts } from "../../parts/districts.ts";
import { inside, place } from "../../words/place.ts";
import { say, tell } from "../../words/say.ts";
import { isJson, member } from "../json.ts";
import { type FieldProps, idOf } from "./field.ts";
import { Grouped } from "./Grouped.tsx";
import { Wrong } from "./Notes.tsx";
import { PlaceMap } from "./PlaceMap.tsx";
import { degreesIn, degreesText, districtAt, heldAt, pointOf } from "./where.ts";

/** A place on the map: pressed, chosen by its district, typed, or where the device is. */
export function Place(props: FieldProps<"group">) {
  const known = useDistricts();
  const all = known ?? [];
  // Their room is kept until it is known whether there are any, so that nothing moves when they come.
  const isDrawn = known === undefined || all.length > 0;
  const at = pointOf(props.value);
  const mark = (point: Point) => props.change(heldAt(point));
  const district = at && districtAt(all, at);
  const where = at && all.length > 0 ? (district ? tell(inside, say(district.name)) : say(place.outside)) : "";
  return (
    <Grouped {...props} hint={isDrawn ? say(place.hint) : undefined}>
      {isDrawn && (
        <>
          <PlaceMap districts={all} at={at} mark={mark} />
          <Districts districts={all} at={props.at} chosen={district?.name.zh} mark={mark} />
        </>
      )}
      <Degrees {...props} name="longitude" />
      <Degrees {...props} name="latitude" />
      <Here mark={mark} />
      {props.value !== undefined && (
        <button type="button" class="quiet" onClick={() => props.change(undefined)}>
          {say(place.clear)}
        </button>
      )}
      <p role="status">{where}</p>
    </Grouped>
  );
}

function Districts(props: {
  districts: readonly District[];
  at: string;
  chosen: string | undefined;
  mark: (point: Point) => void;
}) {
  const id = `${idOf(props.at)}-district`;
  const choose = (name: string) => {
    const found = props.districts.find((district) => district.name.zh === name);
    if (found) props.mark(middleOf(found.border));
  };
  return (
    <>
      <label class="Field-label" for={id}>
        {say(place.district)}
      </label>
      <select id={id} class="Field-line" onChange={(event) => choose(event.currentTarget.value)}>
        <option value="" selected={props.chosen === undefined}>
          {say(place.choose)}
        </option>
        {props.districts.map(({ name }) => (
          <option key={name.zh} value={name.zh} selected={name.zh === props.chosen}>
            {say(name)}
          </option>
        ))}
      </select>
    </>
  );
}

function Degrees(props: FieldProps<"group"> & { name: "longitude" | "latitude" }) {
  const { name, value, wrong } = props;
  const at = member(props.at, name);
  const held = isJson(value) ? value : {};
  const type = (typed: string) => {
    const { [name]: _, ...others } = held;
    const next = typed.trim() === "" ? others : { ...others, [name]: degreesIn(typed) };
    props.change(Object.keys(next).length > 0 ? next : undefined);
  };
  return (
    <>
      <label class="Field-label" for={idOf(at)}>
        {say(place[name])}
      </label>
      <Wrong id={idOf(at)} text={wrong.get(at)} />
      <input
        id={idOf(at)}
        class="Field-short"
        inputMode="text"
        autoComplete="off"
        aria-invalid={wrong.has(at)}
        aria-describedby={wrong.has(at) ? `${idOf(at)}-wrong` : undefined}
        value={degreesText(held[name])}
        onChange={(event) => type(event.currentTarget.value)}
      />
    </>
  );
}

/** Where the device says that it is; asked only when this is pressed. */
function Here(props: { mark: (point: Point) => void }) {
  const [told, setTold] = useState<"locating" | "noPosition" | undefined>();
  const find = () => {
    setTold("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setTold(undefined);
        props.mark([coords.longitude, coords.latitude]);
      },
      () => setTold("noPosition"),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  };
  if (!("geolocation" in navigator)) return null;
  return (
    <div class="Place-ways">
      <button type="button" class="quiet" onClick={find}>
        {say(place.here)}
      </button>
      <span role="status">{told && say(place[told])}</span>
    </div>
  );
}
