import { Link } from "../../route/Link.tsx";
import { count, words as finding } from "../../words/find.ts";
import { words } from "../../words/hall.ts";
import { say, tell } from "../../words/say.ts";
import type { Service } from "./matching.ts";

/** What was found; where that is nothing, what else one can do. */
export function Results(props: { found: readonly Service[] }) {
  const { found } = props;
  return (
    <>
      <h2>{say(words.find.results)}</h2>
      <p role="status" class="Find-hint">
        {found.length === 0 ? `${say(finding.nothing)} · ${say(finding.nothingCall)}` : tell(count, found.length)}
      </p>
      {found.length === 0 && (
        <ul>
          <li>{say(finding.nothingWords)}</li>
          <li>
            <Link to="/">{say(finding.nothingAll)}</Link>
          </li>
          <li>
            <a href="tel:12345">12345</a>
          </li>
        </ul>
      )}
      <ul class="Find-services">
        {found.map((service) => (
          <li key={service.name} class="Card">
            <h3>
              <Link to={`/services/${service.name}`}>{say(service.title)}</Link>
            </h3>
            <p>{say(service.summary)}</p>
            <p class="Find-hint">{say(service.department)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
