import "./Find.css";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { themes, words } from "../../words/hall.ts";
import { say, sayWord } from "../../words/say.ts";
import { ServicesDocument, type ServicesQuery } from "../operations.ts";
import { matching, type Service } from "./matching.ts";

/** What the city offers: by words and by theme. What is looked for stands in the address. */
export function Find(props: { wanted: string; theme: string }) {
  const services = useFresh(ServicesDocument, {}, "");
  return (
    <>
      <h1>{say(words.find.title)}</h1>
      <search>
        <label for="wanted">{say(words.find.label)}</label>
        <p id="wanted-hint" class="Find-hint">
          {say(words.find.hint)}
        </p>
        <input
          id="wanted"
          type="search"
          class="Find-words"
          aria-describedby="wanted-hint"
          value={props.wanted}
          onInput={(event) => look(event.currentTarget.value, props.theme)}
        />
      </search>
      <Freshly of={services}>{(found) => <Found services={servicesOf(found)} {...props} />}</Freshly>
    </>
  );
}

function Found(props: { services: readonly Service[]; wanted: string; theme: string }) {
  const known = [...new Set(props.services.flatMap((service) => service.themes))];
  const found = matching(props.services, props.wanted, props.theme);
  return (
    <>
      <h2>{say(words.find.themes)}</h2>
      <ul class="Find-themes">
        {["", ...known].map((theme) => (
          <li key={theme}>
            <button
              type="button"
              class="quiet"
              aria-pressed={theme === props.theme}
              onClick={() => look(props.wanted, theme)}
            >
              {theme === "" ? say(words.find.all) : sayWord(themes, theme)}
            </button>
          </li>
        ))}
      </ul>
      <h2>{say(words.find.results)}</h2>
      <p role="status">{found.length === 0 ? say(words.find.nothing) : ""}</p>
      <ul class="Find-services">
        {found.map((service) => (
          <li key={service.name} class="Card">
            <h3>
              <Link to={`/services/${service.name}`}>{service.title}</Link>
            </h3>
            <p>{service.summary}</p>
            <p class="Find-hint">{service.department}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function look(wanted: string, theme: string): void {
  const query = new URLSearchParams({ ...(wanted && { q: wanted }), ...(theme && { theme }) }).toString();
  go(query ? `/?${query}` : "/", "replace");
}

function servicesOf(found: ServicesQuery): Service[] {
  const nodes = found.serviceModules?.nodes ?? [];
  return nodes.map((node) => ({
    name: node.name ?? "",
    title: node.title ?? "",
    summary: node.guide?.summary ?? "",
    department: node.department?.title ?? "",
    themes: node.guide?.themes ?? [],
  }));
}
