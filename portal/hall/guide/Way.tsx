import { follows, words } from "../../words/guide.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import type { Service } from "./service.ts";

/** Where a case may stand and what may follow, in words: everybody can read it, whatever they see. */
export function Way({ service }: { service: Service }) {
  const states = service.states ?? [];
  const titleOf = (name: string | null | undefined) => states.find((state) => state.name === name)?.title;
  return (
    <>
      <h3>{say(words.way)}</h3>
      <ol class="Guide-way">
        {states.map((state) => (
          <li key={state.name}>
            <strong>{state.title}</strong>{" "}
            {state.end && (
              <span class="Guide-note">
                {say(words.wayEnds)} · {sayWord(sets.CaseEnd, state.end)}
              </span>
            )}
            <ul>
              {(service.actions ?? [])
                .filter((action) => action.from?.includes(state.name ?? ""))
                .map((action) => (
                  <li key={action.name}>
                    {tell(follows, action.title ?? "", titleOf(action.to) ?? say(words.wayStays))}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}
