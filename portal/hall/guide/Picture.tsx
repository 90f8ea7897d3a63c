import { pictured, words } from "../../words/guide.ts";
import { language, say, tell } from "../../words/say.ts";
import type { Service } from "./service.ts";

/** The way of a case as the city draws it, for those who would rather look. It is large, and comes when it is wanted. */
export function Picture({ service }: { service: Service }) {
  const address = `/workflows/${service.name ?? ""}.${language.value}.svg`;
  return (
    <details class="Guide-picture">
      <summary>{say(words.picture)}</summary>
      <a href={address}>
        <img src={address} alt={tell(pictured, service.title ?? "")} loading="lazy" />
      </a>
    </details>
  );
}
