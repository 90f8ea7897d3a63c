import "./File.css";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { words } from "../../words/desk-file.ts";
import { say } from "../../words/say.ts";
import { AssistedDocument } from "../operations.ts";
import { mayFile } from "./filing.ts";

/** The services that this officer takes down for people who come or call. */
export function Services() {
  const asked = useFresh(AssistedDocument, {}, "");
  return (
    <>
      <h1>{say(words.file.title)}</h1>
      <p>{say(words.file.about)}</p>
      <Freshly of={asked}>
        {({ viewer, serviceModules }) => {
          const own = (serviceModules?.nodes ?? []).filter((one) => mayFile(one.assistance?.roles, viewer.roles));
          if (own.length === 0) return <p class="Note">{say(words.file.nothing)}</p>;
          return (
            <ul class="FileServices">
              {own.map(({ name, title, department }) => (
                <li key={name}>
                  <Link to={`/desk/file/${encodeURIComponent(name ?? "")}`}>{title}</Link>
                  <span class="Entry-hint">{department?.title}</span>
                </li>
              ))}
            </ul>
          );
        }}
      </Freshly>
    </>
  );
}
