import "./Published.css";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { count, words } from "../../words/published.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day } from "../../words/time.ts";
import { type PublishedCaseFragment, PublishedDocument, type PublishedQuery } from "../operations.ts";
import { headingOf } from "./reading.ts";

/** What everybody may read, newest first; filter and page stand in the address. */
export function Published(props: { module: string; after: string | null }) {
  const { module, after } = props;
  const variables = { module: module || null, after };
  const found = useFresh(PublishedDocument, variables, `${module} ${after ?? ""}`, "public");
  return (
    <>
      <h1>{say(words.title)}</h1>
      <p class="Published-soft">{say(words.hint)}</p>
      <Freshly of={found}>
        {(answer) => (
          <>
            <Services all={answer.serviceModules?.nodes ?? []} chosen={module} />
            <List cases={answer.cases} module={module} isFirst={after === null} />
          </>
        )}
      </Freshly>
    </>
  );
}

function Services(props: { all: NonNullable<PublishedQuery["serviceModules"]>["nodes"]; chosen: string }) {
  return (
    <p>
      <label for="service">{say(words.service)}</label>{" "}
      <select
        id="service"
        class="Published-services"
        value={props.chosen}
        onChange={(event) => go(addressOf(event.currentTarget.value, null))}
      >
        <option value="">{say(words.all)}</option>
        {props.all.map((service) => (
          <option key={service.name} value={service.name ?? ""}>
            {service.title}
          </option>
        ))}
      </select>
    </p>
  );
}

function List(props: { cases: PublishedQuery["cases"]; module: string; isFirst: boolean }) {
  const all = props.cases?.nodes ?? [];
  const page = props.cases?.pageInfo;
  const total = props.cases?.totalCount;
  if (all.length === 0) return <p role="status">{say(words.none)}</p>;
  return (
    <>
      {total != null && <p role="status">{tell(count, total)}</p>}
      <ul class="Published">
        {all.map((one) => (
          <Row key={one.id} of={one} />
        ))}
      </ul>
      <p class="Published-pages">
        {!props.isFirst && <Link to={addressOf(props.module, null)}>{say(words.first)}</Link>}
        {page?.hasNextPage && <Link to={addressOf(props.module, page.endCursor ?? null)}>{say(words.next)}</Link>}
      </p>
    </>
  );
}

function Row({ of }: { of: PublishedCaseFragment }) {
  return (
    <li class="Card">
      <h2>
        <Link to={`/published/${encodeURIComponent(of.number ?? "")}`}>{headingOf(of)}</Link>
      </h2>
      <p>
        <span class="Chip">{of.end ? sayWord(sets.CaseEnd, of.end) : of.stateTitle}</span>
      </p>
      <p class="Published-soft">
        {[of.serviceModule?.title, of.department?.title, day(of.submittedAt)].filter(Boolean).join(" · ")}
      </p>
    </li>
  );
}

function addressOf(module: string, after: string | null): string {
  const query = new URLSearchParams({ ...(module && { service: module }), ...(after && { after }) }).toString();
  return query ? `/published?${query}` : "/published";
}
