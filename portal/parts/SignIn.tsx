import { useState } from "preact/hooks";
import { signInAs, type Wanted } from "../api/development.ts";
import type { Failure } from "../api/failure.ts";
import { go } from "../route/route.ts";
import { language, say } from "../words/say.ts";
import { shared } from "../words/shared.ts";
import { Failed } from "./Failed.tsx";

/** In development: somebody is chosen. */
export function SignIn(props: { to: string; people: readonly (Wanted & { zh: string; en: string })[] }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const choose = async (wanted: Wanted & { zh: string; en: string }) => {
    const outcome = await signInAs(wanted, language.value === "en" ? wanted.en : wanted.zh);
    if (outcome.ok) go(props.to);
    else setFailure(outcome.failure);
  };
  return (
    <>
      <h1>{say(shared.signIn)}</h1>
      {failure && <Failed failure={failure} />}
      <ul class="SignIn-people">
        {props.people.map((person) => (
          <li key={person.subject}>
            <button type="button" class="quiet" onClick={() => void choose(person)}>
              {language.value === "en" ? person.en : person.zh}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
