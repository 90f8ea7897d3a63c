/** The leaders' page: which screen stands at which address. */

import { who } from "../api/session.ts";
import { Frame } from "../parts/Frame.tsx";
import { SignIn } from "../parts/SignIn.tsx";
import { at, fits } from "../route/route.ts";
import { words } from "../words/board.ts";
import { people } from "../words/board-people.ts";
import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Overview } from "./Overview.tsx";

const SIGN_IN = "/board/sign-in";

export function Board() {
  const { path, query } = at();
  const screen = screenAt(path, query);
  return (
    <Frame title={screen.title} path={path} ways={[["/board", say(words.board.title)]]} signInAt={SIGN_IN}>
      {screen.shown}
    </Frame>
  );
}

function screenAt(path: string, query: URLSearchParams) {
  const isBoard = fits("/board", path) !== null;
  if (fits(SIGN_IN, path) || (isBoard && !who.value))
    return {
      title: say(shared.signIn),
      shown: <SignIn page="Board" to={query.get("to") ?? "/board"} people={people} />,
    };
  if (isBoard) return { title: say(words.board.title), shown: <Overview signInAt={SIGN_IN} /> };
  return {
    title: say(shared.notFound),
    shown: (
      <>
        <h1>{say(shared.notFound)}</h1>
        <p>{say(shared.notFoundHint)}</p>
      </>
    ),
  };
}
