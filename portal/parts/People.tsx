import { useState } from "preact/hooks";
import { signInAs } from "../api/development.ts";
import type { Failure } from "../api/failure.ts";
import type { Wanted } from "../api/session.ts";
import { go } from "../route/route.ts";
import { language, say } from "../words/say.ts";
import { signingIn } from "../words/sign-in.ts";
import { Failed } from "./Failed.tsx";

export type Person = Wanted & { readonly zh: string; readonly en: string };

/** In development: somebody is chosen; in the hall a resident may be named, whom no list has. */
export function People(props: { people: readonly Person[]; to: string; isHall: boolean }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const choose = async (wanted: Wanted, name: string) => {
    const outcome = await signInAs(wanted, name);
    if (outcome.ok) go(props.to);
    else setFailure(outcome.failure);
  };
  return (
    <section class="SignIn-development" aria-labelledby="people">
      <h2 id="people">{say(signingIn.developmentTitle)}</h2>
      <p class="SignIn-hint">{say(signingIn.developmentHint)}</p>
      {failure && <Failed failure={failure} />}
      <ul class="SignIn-people">
        {props.people.map((person) => (
          <li key={person.subject}>
            <button type="button" class="quiet" onClick={() => void choose(person, nameOf(person))}>
              {nameOf(person)}
            </button>
          </li>
        ))}
      </ul>
      {props.isHall && <Somebody name={(subject) => void choose({ subject, roles: [], department: null }, subject)} />}
    </section>
  );
}

function Somebody(props: { name: (subject: string) => void }) {
  const [subject, setSubject] = useState("");
  const named = (event: Event) => {
    event.preventDefault();
    const wanted = subject.trim();
    if (wanted) props.name(wanted);
  };
  return (
    <form class="SignIn-somebody" onSubmit={named}>
      <h3>{say(signingIn.somebody)}</h3>
      <p id="somebody-hint" class="SignIn-hint">
        {say(signingIn.somebodyHint)}
      </p>
      <label for="somebody">{say(signingIn.somebodyLabel)}</label>
      <input
        id="somebody"
        aria-describedby="somebody-hint"
        value={subject}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setSubject(event.currentTarget.value)}
      />
      <button type="submit">{say(signingIn.title)}</button>
    </form>
  );
}

function nameOf(person: Person): string {
  return language.value === "en" ? person.en : person.zh;
}
