/** The officer's page: which screen stands at which address. */

import "./Desk.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { who } from "../api/session.ts";
import { Frame } from "../parts/Frame.tsx";
import { Missing } from "../parts/Missing.tsx";
import { SignIn } from "../parts/SignIn.tsx";
import { at, fits } from "../route/route.ts";
import { words } from "../words/desk.ts";
import { people } from "../words/desk-people.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { CasePage } from "./case/CasePage.tsx";
import { Search } from "./Search.tsx";
import { lookOf } from "./worklist/looking.ts";
import { Worklist } from "./worklist/Worklist.tsx";

const SIGN_IN = "/desk/sign-in";

export function Desk() {
  const { path, query } = at();
  const [told, tell] = useState({ path: "", title: "" });
  const screen = screenAt(path, query, (title) => tell({ path, title }));
  useMainFocus(path);
  return (
    <Frame
      title={told.path === path ? told.title : screen.title}
      path={path}
      ways={[["/desk", say(words.desk.title)]]}
      signInAt={SIGN_IN}
    >
      {who.value && path !== SIGN_IN && <Search />}
      {screen.shown}
    </Frame>
  );
}

function screenAt(path: string, query: URLSearchParams, onTitle: (title: string) => void) {
  const known = fits("/desk/cases/:number", path);
  const isSignIn = fits(SIGN_IN, path) !== null;
  if (isSignIn || (!who.value && (known || fits("/desk", path))))
    return {
      title: say(shared.signIn),
      shown: <SignIn to={isSignIn ? (query.get("to") ?? "/desk") : path + location.search} people={people} />,
    };
  if (fits("/desk", path))
    return {
      title: say(words.desk.title),
      shown: <Worklist look={lookOf(query)} onTitle={onTitle} signInAt={SIGN_IN} />,
    };
  if (known?.number) return { title: known.number, shown: <CasePage key={known.number} number={known.number} /> };
  return { title: say(shared.notFound), shown: <Missing /> };
}

/** A new screen is read from its beginning; the first one is where the browser put it. */
function useMainFocus(path: string): void {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    document.getElementById("main")?.focus();
  }, [path]);
}
