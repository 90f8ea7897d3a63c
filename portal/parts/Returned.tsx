import { useEffect, useState } from "preact/hooks";
import { giveTo } from "../api/lasting.ts";
import type { Back } from "../api/oidc.ts";
import type { Provider } from "../api/providers.ts";
import type { Refused } from "../api/refused.ts";
import { signIn } from "../api/session.ts";
import { Link } from "../route/Link.tsx";
import { go, ownAddress } from "../route/route.ts";
import { say } from "../words/say.ts";
import { signingIn } from "../words/sign-in.ts";
import { Refusal } from "./Refusal.tsx";

/** Somebody comes back from their provider. */
export function Returned(props: { providers: readonly Provider[] }) {
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isGiven, setGiven] = useState(false);
  const finish = async () => {
    const address = new URL(location.href);
    // An answer counts once, and stands in no history.
    history.replaceState(null, "", location.pathname);
    const { finish } = await import("../api/oidc.ts");
    const came = await finish(address, props.providers);
    if (!came.ok) setRefused(came.refused);
    else if (came.value.beside) give(came.value.beside, came.value);
    else arrive(came.value);
  };
  const give = (beside: string, back: Back) => {
    giveTo(beside, back.session);
    setGiven(true);
    close();
  };
  useEffect(() => void finish(), []);
  if (isGiven) return <p role="status">{say(signingIn.closeWindow)}</p>;
  if (!refused)
    return (
      <p class="Loading" role="status">
        {say(signingIn.returning)}
      </p>
    );
  return (
    <div class="SignIn">
      <h1>{say(signingIn.title)}</h1>
      <Refusal why={refused} />
      <p>
        <Link class="Way" to="/sign-in">
          {say(signingIn.again)}
        </Link>
      </p>
    </div>
  );
}

/** Where the person was, which may be another of the portal's pages. */
function arrive(back: Back): void {
  signIn(back.session);
  const to = ownAddress(back.to, "/");
  if (/^\/(desk|board)(\/|\?|$)/.test(to)) location.replace(to);
  else go(to, "replace");
}
