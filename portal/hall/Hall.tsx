/** The resident's page: which screen stands at which address. */

import { Frame } from "../parts/Frame.tsx";
import { Later } from "../parts/Later.tsx";
import { Missing } from "../parts/Missing.tsx";
import { SignIn } from "../parts/SignIn.tsx";
import { at, fits } from "../route/route.ts";
import { words } from "../words/hall.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { track } from "../words/track.ts";
import { applyScreen } from "./apply/screens.tsx";
import { brand } from "./brand.ts";
import { Find } from "./find/Find.tsx";
import { publishedScreen } from "./published/screens.tsx";
import { Waiting } from "./waiting/Waiting.tsx";

/** What most people do not come for is loaded when somebody goes there. */
const loadCases = () => import("./follow/Cases.tsx");
const loadGuide = () => import("./guide/Guide.tsx");
const loadFollow = () => import("./follow/Follow.tsx");
const loadTrack = () => import("./track/Track.tsx");

export function Hall() {
  const { path, query } = at();
  const screen = screenAt(path, query);
  return (
    <Frame
      brand={brand()}
      title={screen.title}
      path={path}
      ways={[
        ["/", say(words.find.title)],
        ["/cases", say(words.screens.cases)],
        ["/track", say(track.short)],
      ]}
    >
      <Waiting path={path} />
      {screen.shown}
    </Frame>
  );
}

function screenAt(path: string, query: URLSearchParams) {
  if (fits("/", path))
    return {
      title: say(words.find.title),
      shown: (
        <Find wanted={{ q: query.get("q") ?? "", theme: query.get("theme") ?? "", event: query.get("event") ?? "" }} />
      ),
    };
  const applying = applyScreen(path, query);
  if (applying) return applying;
  const published = publishedScreen(path, query);
  if (published) return published;
  const service = fits("/services/:name", path)?.name;
  if (service)
    return {
      title: say(words.find.results),
      shown: <Later load={loadGuide}>{({ Guide }) => <Guide name={service} />}</Later>,
    };
  if (fits("/cases", path))
    return {
      title: say(words.screens.cases),
      shown: <Later load={loadCases}>{({ Cases }) => <Cases after={query.get("after")} />}</Later>,
    };
  const number = fits("/cases/:number", path)?.number;
  if (number)
    return { title: number, shown: <Later load={loadFollow}>{({ Follow }) => <Follow number={number} />}</Later> };
  if (fits("/track", path))
    return {
      title: say(track.title),
      shown: <Later load={loadTrack}>{({ Track }) => <Track number={query.get("number") ?? ""} />}</Later>,
    };
  if (fits("/sign-in", path))
    return {
      title: say(shared.signIn),
      shown: <SignIn page="Hall" to={query.get("to") ?? "/"} people={words.people} />,
    };
  return { title: say(shared.notFound), shown: <Missing /> };
}
