import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { leave } from "../api/lasting.ts";
import { isOnline } from "../api/line.ts";
import { who } from "../api/session.ts";
import { Link } from "../route/Link.tsx";
import { go } from "../route/route.ts";
import { offline } from "../words/offline.ts";
import { language, say, tell } from "../words/say.ts";
import { errorTitle, shared } from "../words/shared.ts";
import { elder, setElder } from "./elder.ts";
import { SessionEnd } from "./SessionEnd.tsx";
import { toldErrors } from "./title.ts";

/** The head and the foot of every page. `ways` are the page's own entries. */
export function Frame(props: {
  title: string;
  /** What stands in the head, where it is not the hall of any city. */
  brand?: string;
  ways: ReadonlyArray<readonly [to: string, name: string]>;
  path: string;
  /** Where somebody signs in. */
  signInAt?: string;
  children: ComponentChildren;
}) {
  const brand = props.brand ?? say(shared.brand);
  useEffect(() => {
    const title = `${props.title} · ${brand}`;
    document.title = toldErrors.value > 0 ? tell(errorTitle, title) : title;
  }, [props.title, brand, language.value, toldErrors.value]);
  const signInAt = props.signInAt ?? "/sign-in";
  const away = async () => {
    const provider = await leave();
    if (provider) location.assign(provider);
    else go(props.ways[0]?.[0] ?? "/");
  };
  return (
    <>
      <a class="skip" href="#main">
        {say(shared.skip)}
      </a>
      <header class="Frame-head">
        <Link to={props.ways[0]?.[0] ?? "/"} class="brand">
          {brand}
        </Link>
        <nav aria-label={brand}>
          {props.ways.map(([to, name]) => (
            <Link key={to} to={to} current={props.path === to}>
              {name}
            </Link>
          ))}
        </nav>
        <div class="Frame-tools">
          <button type="button" class="quiet" aria-pressed={elder.value} onClick={() => setElder(!elder.value)}>
            {say(elder.value ? shared.elderOff : shared.elder)}
          </button>
          <button type="button" class="quiet" lang={language.value === "en" ? "zh-CN" : "en"} onClick={turn}>
            {say(shared.otherLanguage)}
          </button>
          <Person signInAt={signInAt} onLeave={() => void away()} />
        </div>
      </header>
      <p class="Frame-line" role="status">
        {isOnline.value ? "" : say(offline.noLine)}
      </p>
      <SessionEnd signInAt={signInAt} onLeave={() => void away()} />
      <main id="main" tabIndex={-1}>
        {props.children}
      </main>
      <footer class="Frame-foot">{say(shared.hotline)}</footer>
    </>
  );
}

function Person(props: { signInAt: string; onLeave: () => void }) {
  const person = who.value;
  if (!person)
    return (
      <Link to={`${props.signInAt}?to=${encodeURIComponent(location.pathname + location.search)}`}>
        {say(shared.signIn)}
      </Link>
    );
  return (
    <>
      <span class="Frame-person">{person.name}</span>
      <button type="button" class="quiet" onClick={props.onLeave}>
        {say(shared.signOut)}
      </button>
    </>
  );
}

function turn(): void {
  language.value = language.value === "en" ? "zh-CN" : "en";
}
