/** The officer's page: which screen stands at which address. */

import "./Desk.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { who } from "../api/session.ts";
import { Frame } from "../parts/Frame.tsx";
import { Missing } from "../parts/Missing.tsx";
import { SignIn } from "../parts/SignIn.tsx";
import { at, fits } from "../route/route.ts";
import { words } from "../words/desk.ts";
import { words as filing } from "../words/desk-file.ts";
import { words as handing } from "../words/desk-handover.ts";
import { people } from "../words/desk-people.ts";
import { words as supervising } from "../words/desk-supervision.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { CasePage } from "./case/CasePage.tsx";
import { File } from "./file/File.tsx";
import { Receipt } from "./file/Receipt.tsx";
import { Services } from "./file/Services.tsx";
import { HandOver } from "./handover/HandOver.tsx";
import { Office } from "./Office.tsx";
import { Person } from "./person/Person.tsx";
import { Search } from "./Search.tsx";
import { Matters } from "./supervision/Matters.tsx";
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
      ways={who.value ? waysOf() : waysOf().slice(0, 1)}
      signInAt={SIGN_IN}
    >
      {who.value && path !== SIGN_IN ? (
        <Office signInAt={SIGN_IN}>
          <Search />
          {screen.shown}
        </Office>
      ) : (
        screen.shown
      )}
    </Frame>
  );
}

function waysOf(): [to: string, name: string][] {
  return [
    ["/desk", say(words.desk.title)],
    ["/desk/file", say(filing.file.title)],
    ["/desk/person", say(filing.person.title)],
    ["/desk/supervision", say(supervising.matter.title)],
    ["/desk/handover", say(handing.handover.title)],
  ];
}

function screenAt(path: string, query: URLSearchParams, onTitle: (title: string) => void) {
  const known = fits("/desk/cases/:number", path);
  const isSignIn = fits(SIGN_IN, path) !== null;
  if (isSignIn || !who.value)
    return {
      title: say(shared.signIn),
      shown: (
        <SignIn page="Desk" to={isSignIn ? (query.get("to") ?? "/desk") : path + location.search} people={people} />
      ),
    };
  if (fits("/desk", path))
    return {
      title: say(words.desk.title),
      shown: <Worklist look={lookOf(query)} onTitle={onTitle} />,
    };
  if (known?.number) return { title: known.number, shown: <CasePage key={known.number} number={known.number} /> };
  if (fits("/desk/supervision", path))
    return {
      title: say(supervising.matter.title),
      shown: (
        <Matters isAll={query.get("all") === "yes"} number={query.get("case") ?? ""} after={query.get("after") ?? ""} />
      ),
    };
  if (fits("/desk/handover", path)) return { title: say(handing.handover.title), shown: <HandOver /> };
  if (fits("/desk/person", path)) return { title: say(filing.person.title), shown: <Person /> };
  return filingAt(path, query) ?? { title: say(shared.notFound), shown: <Missing /> };
}

/** The screens on which something is taken down for a person. */
function filingAt(path: string, query: URLSearchParams) {
  const title = say(filing.file.title);
  if (fits("/desk/file", path)) return { title, shown: <Services /> };
  const receipt = fits("/desk/file/receipt/:number", path)?.number;
  if (receipt)
    return { title: receipt, shown: <Receipt key={receipt} number={receipt} position={query.get("at") ?? ""} /> };
  const name = fits("/desk/file/:name", path)?.name;
  return name ? { title, shown: <File key={name} name={name} isCheck={query.get("step") === "check"} /> } : null;
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
