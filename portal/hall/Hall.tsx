/** The resident's page: which screen stands at which address. */

import { Frame } from "../parts/Frame.tsx";
import { Missing } from "../parts/Missing.tsx";
import { SignIn } from "../parts/SignIn.tsx";
import { at, fits } from "../route/route.ts";
import { words as following } from "../words/follow.ts";
import { words } from "../words/hall.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { applyScreen } from "./apply/screens.tsx";
import { Find } from "./find/Find.tsx";
import { Cases } from "./follow/Cases.tsx";
import { Follow } from "./follow/Follow.tsx";
import { Guide } from "./guide/Guide.tsx";

export function Hall() {
  const { path, query } = at();
  const screen = screenAt(path, query);
  return (
    <Frame
      title={screen.title}
      path={path}
      ways={[
        ["/", say(words.find.title)],
        ["/cases", say(following.title)],
      ]}
    >
      {screen.shown}
    </Frame>
  );
}

function screenAt(path: string, query: URLSearchParams) {
  if (fits("/", path))
    return {
      title: say(words.find.title),
      shown: <Find wanted={query.get("q") ?? ""} theme={query.get("theme") ?? ""} />,
    };
  const applying = applyScreen(path, query);
  if (applying) return applying;
  const service = fits("/services/:name", path)?.name;
  if (service) return { title: say(words.find.results), shown: <Guide name={service} /> };
  if (fits("/cases", path)) return { title: say(following.title), shown: <Cases after={query.get("after")} /> };
  const number = fits("/cases/:number", path)?.number;
  if (number) return { title: number, shown: <Follow number={number} /> };
  if (fits("/sign-in", path))
    return { title: say(shared.signIn), shown: <SignIn to={query.get("to") ?? "/"} people={words.people} /> };
  return { title: say(shared.notFound), shown: <Missing /> };
}
