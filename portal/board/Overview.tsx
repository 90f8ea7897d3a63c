import "./Overview.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Failure } from "../api/failure.ts";
import { type Fresh, useFresh } from "../api/fresh.ts";
import { isOnline } from "../api/line.ts";
import { who } from "../api/session.ts";
import { Failed } from "../parts/Failed.tsx";
import { Link } from "../route/Link.tsx";
import { words } from "../words/board.ts";
import { language, say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { CityFigures } from "./city/CityFigures.tsx";
import { districtsOf } from "./city/city.ts";
import { FullScreen } from "./FullScreen.tsx";
import { follow, isOutside } from "./figures/follow.ts";
import type { Figures } from "./figures/latest.ts";
import { serviceNames } from "./figures/names.ts";
import { Tiles } from "./figures/Tiles.tsx";
import { Groups } from "./groups/Groups.tsx";
import { DistrictsDocument, type DistrictsQuery } from "./operations.ts";
import { Risks } from "./risks/Risks.tsx";

/** The whole board: figures first, then what they consist of, then what needs somebody now. */
export function Overview(props: { signInAt: string }) {
  const board = useRef<HTMLDivElement>(null);
  const followed = useMemo(follow, [language.value, who.value?.key]);
  useEffect(() => followed.stop, [followed]);
  const services = useServices();
  const districts = useFresh(DistrictsDocument, {}, "districts");
  const figures = followed.figures.value;
  const failure = followed.failure.value;
  const isLive = followed.isLive.value && isOnline.value;
  return (
    <div class="Overview" ref={board}>
      <div class="Overview-head">
        <h1>{say(words.board.title)}</h1>
        <p role="status" class={isLive ? "Overview-live" : "Overview-broken"}>
          {figures && say(isLive ? words.board.live : words.board.notLive)}
        </p>
        <FullScreen of={board} />
      </div>
      <p class="Overview-scope">{say(words.board.scope)}</p>
      {failure && <NotRead failure={failure} again={() => void followed.read()} signInAt={props.signInAt} />}
      {figures ? (
        <>
          <Tiles figures={figures} isLive={isLive} />
          <Parts figures={figures} districts={districts} services={services} />
        </>
      ) : (
        !failure && <Loading />
      )}
    </div>
  );
}

/** What stands below the first figures. It waits for the districts, so that nothing moves when they come. */
function Parts(props: { figures: Figures; districts: Fresh<DistrictsQuery>; services: ReadonlyMap<string, string> }) {
  const { figures, services } = props;
  const { value, failure, read } = props.districts;
  const told = figures.others.cityFigures;
  if (value.value === null && failure.value === null) return <Loading />;
  const districts = districtsOf(value.value?.city?.districts ?? null, told?.services ?? []);
  return (
    <>
      {told && <CityFigures told={told} districts={districts} failure={failure.value} again={() => void read()} />}
      <Groups figures={figures} services={services} districts={districts} />
      <Risks />
    </>
  );
}

function Loading() {
  return (
    <p class="Loading" role="status">
      {say(shared.loading)}
    </p>
  );
}

function NotRead(props: { failure: Failure; again: () => void; signInAt: string }) {
  const { failure } = props;
  const outside = isOutside(failure);
  return (
    <>
      {outside ? <p role="alert">{say(words.board.notStaff)}</p> : <Failed failure={failure} again={props.again} />}
      {(outside || failure.kind === "denied") && <Link to={props.signInAt}>{say(shared.signIn)}</Link>}
    </>
  );
}

/** The services' names in the reader's language; none until they have come. */
function useServices(): ReadonlyMap<string, string> {
  const names = useSignal<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let isLast = true;
    void serviceNames().then((read) => {
      if (isLast) names.value = read;
    });
    return () => {
      isLast = false;
    };
  }, [language.value]);
  return names.value;
}
