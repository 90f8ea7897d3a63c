import { useMemo } from "preact/hooks";
import { useFresh } from "../../api/fresh.ts";
import { ended, who } from "../../api/session.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { apply } from "../../words/apply.ts";
import { words as hall } from "../../words/hall.ts";
import { say } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import { ApplyDocument } from "../operations.ts";
import { keep } from "./kept.ts";
import { goOnAsNobody, nobody } from "./nobody.ts";
import { Steps } from "./Steps.tsx";
import { type Hindrance, type Service, serviceOf } from "./service.ts";

/** Applies for one service, step by step. Which step is shown stands in the address. */
export function Apply(props: { name: string; step: string; isChange: boolean }) {
  // Whose session has just ended does not go on as nobody.
  if (!who.value && ended.value) return <SignInFirst takesAnonymous={false} />;
  return <Loaded {...props} person={who.value?.key ?? ""} />;
}

function SignInFirst(props: { takesAnonymous: boolean }) {
  return (
    <>
      <h1>{say(props.takesAnonymous ? apply.signInOrNot : apply.signInFirst)}</h1>
      <p>{say(props.takesAnonymous ? apply.anonymousWhy : apply.signInWhy)}</p>
      <p class="Apply-ways">
        <Link class="Way" to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`}>
          {say(shared.signIn)}
        </Link>
        {props.takesAnonymous && (
          <button type="button" class="quiet" onClick={goOnAsNobody}>
            {say(apply.anonymous)}
          </button>
        )}
      </p>
    </>
  );
}

function Loaded(props: { name: string; step: string; isChange: boolean; person: string }) {
  const asked = useFresh(ApplyDocument, { name: props.name }, `${props.name} ${props.person}`);
  return (
    <Freshly of={asked} whole>
      {(found) => {
        const service = serviceOf(found.serviceModule);
        if (typeof service === "string") return <Hindered why={service} />;
        const nameless = service.takesAnonymous ? nobody.value : null;
        const owner = who.value ? (found.viewer.subject ?? "") : nameless;
        if (owner === null) return <SignInFirst takesAnonymous={service.takesAnonymous} />;
        return <Drafted {...props} service={service} owner={owner} again={() => void asked.read()} />;
      }}
    </Freshly>
  );
}

function Drafted(props: { service: Service; owner: string; step: string; isChange: boolean; again: () => void }) {
  const kept = useMemo(() => keep(props.owner, props.service.name), [props.owner, props.service.name]);
  const draft = kept.draft.value;
  if (!draft)
    return (
      <p class="Loading" role="status">
        {say(shared.loading)}
      </p>
    );
  return <Steps {...props} kept={kept} draft={draft} />;
}

function Hindered(props: { why: Hindrance }) {
  return (
    <>
      <h1>{say(props.why === "noForm" ? hall.screens.apply : apply[props.why])}</h1>
      {props.why === "noForm" && <p>{say(apply.noForm)}</p>}
      <p>
        <Link class="Way" to="/">
          {say(apply.find)}
        </Link>
      </p>
    </>
  );
}
