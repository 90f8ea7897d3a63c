import { Later } from "../../parts/Later.tsx";
import { fits } from "../../route/route.ts";
import { words } from "../../words/published.ts";
import { say } from "../../words/say.ts";

const loadAll = () => import("./Published.tsx");
const loadOne = () => import("./One.tsx");

/** The screens of what everybody may read, where the address is one of theirs. */
export function publishedScreen(path: string, query: URLSearchParams) {
  const title = say(words.title);
  if (fits("/published", path))
    return {
      title,
      shown: (
        <Later load={loadAll}>
          {({ Published }) => <Published module={query.get("service") ?? ""} after={query.get("after")} />}
        </Later>
      ),
    };
  const number = fits("/published/:number", path)?.number;
  return number
    ? { title: `${number} · ${title}`, shown: <Later load={loadOne}>{({ One }) => <One number={number} />}</Later> }
    : null;
}
