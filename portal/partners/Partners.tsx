/** The page of partners: what their systems did, for those who run them and for those who look after the city's API. */

import { who } from "../api/session.ts";
import { Frame } from "../parts/Frame.tsx";
import { Missing } from "../parts/Missing.tsx";
import { SignIn } from "../parts/SignIn.tsx";
import { at, fits } from "../route/route.ts";
import { people, words } from "../words/partners.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { ByKey } from "./ByKey.tsx";
import { Overview } from "./Overview.tsx";

const HOME = "/partners";
const SIGN_IN = "/partners/sign-in";

export function Partners() {
  const { path, query } = at();
  const screen = screenAt(path, query);
  return (
    <Frame title={screen.title} path={path} ways={[[HOME, say(words.title)]]} signInAt={SIGN_IN}>
      {screen.shown}
    </Frame>
  );
}

function screenAt(path: string, query: URLSearchParams) {
  const isHome = fits(HOME, path) !== null;
  if (fits(SIGN_IN, path) || (isHome && !who.value)) {
    const to = query.get("to") ?? HOME;
    const shown = (
      <SignIn page="Desk" to={to} people={people}>
        <ByKey to={to} />
      </SignIn>
    );
    return { title: say(shared.signIn), shown };
  }
  if (isHome) return { title: say(words.title), shown: <Overview chosen={query.get("of") ?? ""} /> };
  return { title: say(shared.notFound), shown: <Missing /> };
}
