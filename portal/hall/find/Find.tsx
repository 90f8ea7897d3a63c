import "./Find.css";
import { useEffect } from "preact/hooks";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { words as finding, lifeEvents } from "../../words/find.ts";
import { themes, words } from "../../words/hall.ts";
import { say, sayWord } from "../../words/say.ts";
import { keepName } from "../brand.ts";
import { ServicesDocument, type ServicesQuery } from "../operations.ts";
import { Choices } from "./Choices.tsx";
import { matching, mayBePinyin, type Service } from "./matching.ts";
import { learnPinyin, spelled } from "./pinyin.ts";
import { Results } from "./Results.tsx";

/** What is looked for, as it stands in the address. */
export interface Wanted {
  readonly q: string;
  readonly theme: string;
  readonly event: string;
}

/** What the city offers: by words, by what happens in life and by theme. */
export function Find(props: { wanted: Wanted }) {
  const { wanted } = props;
  const services = useFresh(ServicesDocument, {}, "");
  useEffect(() => keepName(services.value.value?.city), [services.value.value]);
  useEffect(() => {
    if (mayBePinyin(wanted.q)) void learnPinyin();
  }, [wanted.q]);
  return (
    <>
      <h1>{say(words.find.title)}</h1>
      <search>
        <label for="wanted">{say(words.find.label)}</label>
        <p id="wanted-hint" class="Find-hint">
          {say(finding.hint)}
        </p>
        <input
          id="wanted"
          type="search"
          class="Find-words"
          autocomplete="off"
          aria-describedby="wanted-hint"
          value={wanted.q}
          onInput={(event) => look({ ...wanted, q: event.currentTarget.value })}
        />
      </search>
      <Elsewhere />
      <Freshly of={services}>{(found) => <Found services={servicesOf(found)} wanted={wanted} />}</Freshly>
    </>
  );
}

/** Where those go who are not looking for a service. */
function Elsewhere() {
  return (
    <ul class="Find-elsewhere">
      <li>
        <Link class="Card" to="/track">
          {say(finding.track)}
        </Link>
      </li>
      <li>
        <Link class="Card" to="/published">
          {say(finding.published)}
        </Link>
      </li>
    </ul>
  );
}

function Found(props: { services: readonly Service[]; wanted: Wanted }) {
  const { services, wanted } = props;
  const known = [...new Set(services.flatMap((service) => service.themes))];
  const events = Object.entries(lifeEvents).filter(([, event]) => event.themes.some((theme) => known.includes(theme)));
  const within = lifeEvents[wanted.event]?.themes ?? (wanted.theme ? [wanted.theme] : null);
  return (
    <>
      <Choices
        title={say(finding.events)}
        all={events.map(([name, event]) => [name, say(event.title)])}
        chosen={wanted.event}
        choose={(event) => look({ ...wanted, event, theme: "" })}
      />
      <Choices
        title={say(finding.themes)}
        all={known.map((theme) => [theme, sayWord(themes, theme)])}
        chosen={wanted.theme}
        choose={(theme) => look({ ...wanted, theme, event: "" })}
      />
      <Results found={matching(services, wanted.q, within, spelled.value)} />
    </>
  );
}

function look(wanted: Wanted): void {
  const said = Object.entries(wanted).filter(([, text]) => text !== "");
  const query = new URLSearchParams(said).toString();
  go(query ? `/?${query}` : "/", "replace");
}

function servicesOf(found: ServicesQuery): Service[] {
  const nodes = found.serviceModules?.nodes ?? [];
  return nodes.map((node) => ({
    name: node.name ?? "",
    title: both(node.zh, node.en),
    summary: both(node.inChinese?.summary, node.inEnglish?.summary),
    department: both(node.department?.zh, node.department?.en),
    themes: node.inChinese?.themes ?? [],
  }));
}

/** A text that the city has in one language stands for both. */
function both(zh: string | null | undefined, en: string | null | undefined) {
  return { zh: zh ?? en ?? "", en: en ?? zh ?? "" };
}
