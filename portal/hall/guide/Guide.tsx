import "./Guide.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Missing } from "../../parts/Missing.tsx";
import { Link } from "../../route/Link.tsx";
import { words } from "../../words/guide.ts";
import { language, say } from "../../words/say.ts";
import { keepName } from "../brand.ts";
import { GuideDocument } from "../operations.ts";
import { After } from "./After.tsx";
import { Before } from "./Before.tsx";
import type { About, Service } from "./service.ts";

/** Everything that somebody has to know before they begin (办事指南). */
export function Guide(props: { name: string }) {
  const found = useFresh(GuideDocument, { name: props.name }, props.name);
  useEffect(() => keepName(found.value.value?.city), [found.value.value]);
  return (
    <Freshly of={found} whole>
      {({ serviceModule: service }) =>
        service?.guide ? <Known service={service} about={service.guide} /> : <Missing />
      }
    </Freshly>
  );
}

function Known(props: { service: Service; about: About }) {
  const { service, about } = props;
  const article = useRef<HTMLElement>(null);
  return (
    <div class="Guide">
      <article ref={article}>
        <h1>{service.title}</h1>
        <p>{about.summary}</p>
        <p class="Guide-department">{service.department?.title}</p>
        <Start service={service} />
        <Before service={service} about={about} />
        <After service={service} about={about} />
        <Start service={service} />
      </article>
      <Contents of={article} key={`${service.name} ${language.value}`} />
    </div>
  );
}

/** The parts of the guide as it stands there, on wide pages. */
function Contents(props: { of: { readonly current: HTMLElement | null } }) {
  const [parts, setParts] = useState<ReadonlyArray<readonly [id: string, title: string]>>([]);
  useEffect(() => {
    const headings = props.of.current?.querySelectorAll("h2[id]") ?? [];
    setParts([...headings].map(({ id, textContent }) => [id, textContent ?? ""]));
  }, [props.of]);
  return (
    <nav class="Guide-contents" aria-label={say(words.contents)}>
      <ul>
        {parts.map(([id, title]) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
      <button type="button" class="quiet" onClick={() => print()}>
        {say(words.print)}
      </button>
    </nav>
  );
}

function Start(props: { service: Service }) {
  if (props.service.retired) return <p>{say(words.retired)}</p>;
  return (
    <p class="Guide-starts">
      <Link class="Guide-start" to={`/services/${props.service.name ?? ""}/apply`}>
        {say(words.start)}
      </Link>
    </p>
  );
}
