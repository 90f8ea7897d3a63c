import "./Supervision.css";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { words } from "../../words/desk-supervision.ts";
import { say } from "../../words/say.ts";
import { MattersDocument } from "../operations.ts";
import { Matter } from "./Matter.tsx";

/** Supervision matters that this officer follows or answers. Which ones are looked at stands in the address. */
export function Matters(props: { isAll: boolean; after: string }) {
  const { isAll, after } = props;
  const filter = isAll ? {} : { open: true };
  const asked = useFresh(MattersDocument, { filter, after: after || null }, `${isAll} ${after}`);
  const to = (query: Record<string, string>) => `/desk/supervision?${new URLSearchParams(query)}`;
  const all = isAll ? { all: "yes" } : {};
  return (
    <>
      <h1>{say(words.matter.title)}</h1>
      <nav class="Matters-which" aria-label={say(words.matter.title)}>
        <Link to="/desk/supervision" current={!isAll}>
          {say(words.matter.open)}
        </Link>
        <Link to={to({ all: "yes" })} current={isAll}>
          {say(words.matter.all)}
        </Link>
      </nav>
      <Freshly of={asked}>
        {({ supervisionMatters: found }) => (
          <>
            {(found?.nodes ?? []).length === 0 && <p>{say(words.matter.none)}</p>}
            <ul class="Matters">
              {(found?.nodes ?? []).map((matter) => (
                <li key={matter.id}>
                  <Matter matter={matter} read={(position) => asked.read(position)} />
                </li>
              ))}
            </ul>
            {found?.pageInfo.hasNextPage && (
              <Link to={to({ ...all, after: found.pageInfo.endCursor ?? "" })} class="Matters-next">
                {say(words.matter.next)}
              </Link>
            )}
          </>
        )}
      </Freshly>
    </>
  );
}
