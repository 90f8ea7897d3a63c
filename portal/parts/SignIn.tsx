import "./SignIn.css";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../api/failure.ts";
import { type Page, type Provider, type Providers, providers } from "../api/providers.ts";
import type { Refused } from "../api/refused.ts";
import { at, ownAddress } from "../route/route.ts";
import { language, say, tell } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { signInWith, signingIn } from "../words/sign-in.ts";
import { Failed } from "./Failed.tsx";
import { People, type Person } from "./People.tsx";
import { Refusal } from "./Refusal.tsx";
import { Returned } from "./Returned.tsx";

/** Signing in: with one of the city's providers, or in development as somebody who is chosen. */
export function SignIn(props: {
  page: Page;
  to: string;
  people: readonly Person[];
  /** A further way. */
  children?: ComponentChildren;
}) {
  const [known, setKnown] = useState<Providers | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask = async () => {
    const outcome = await providers();
    setFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok) setKnown(outcome.value);
  };
  useEffect(() => void ask(), []);
  if (failure)
    return (
      <>
        <Failed failure={failure} again={() => void ask()} />
        {props.children}
      </>
    );
  if (!known) return <Waits text={say(shared.loading)} />;
  const { query } = at();
  // Each answer of a provider says for which question it is.
  if (query.has("state")) return <Returned providers={known.providers} />;
  const offered = known.providers.filter(({ pages }) => pages.includes(props.page));
  const to = ownAddress(props.to, "/");
  return (
    <div class="SignIn">
      <h1>{say(signingIn.title)}</h1>
      {offered.length > 0 && <Ways offered={offered} to={to} />}
      {known.development && <People people={props.people} to={to} isHall={props.page === "Hall"} />}
      {offered.length === 0 && !known.development && <p>{say(signingIn.none)}</p>}
      {props.children}
    </div>
  );
}

/** The buttons; whoever comes for one provider goes on to it at once. */
function Ways(props: { offered: readonly Provider[]; to: string }) {
  const { query } = at();
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const leave = async (provider: Provider) => {
    setLeaving(true);
    const { begin } = await import("../api/oidc.ts");
    const came = await begin(provider, props.to, query.get("beside"), language.value);
    if (came.ok) return;
    setRefused(came.refused);
    setLeaving(false);
  };
  const wanted = props.offered.find(({ issuer }) => issuer === query.get("with"));
  useEffect(() => {
    if (wanted) void leave(wanted);
  }, []);
  return (
    <>
      {refused && <Refusal why={refused} />}
      {isLeaving ? <p role="status">{say(signingIn.leaving)}</p> : <p>{say(signingIn.intro)}</p>}
      <ul class="SignIn-ways">
        {props.offered.map((provider) => (
          <li key={provider.issuer}>
            <button type="button" aria-disabled={isLeaving} onClick={() => isLeaving || void leave(provider)}>
              {tell(signInWith, titleOf(provider))}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function titleOf({ title }: Provider): string {
  return (language.value === "en" ? title.en : title.zh) ?? title.zh ?? title.en ?? "";
}

function Waits(props: { text: string }) {
  return (
    <p class="Loading" role="status">
      {props.text}
    </p>
  );
}
