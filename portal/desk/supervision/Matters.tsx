import "./Supervision.css";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk-supervision.ts";
import { say, tell } from "../../words/say.ts";
import { MattersDocument } from "../operations.ts";
import { Matter } from "./Matter.tsx";

/** Supervision matters that this officer follows or answers. Which ones are looked at stands in the address. */
export function Matters(props: { isAll: boolean; number: string; after: string }) {
  const { isAll, number, after } = props;
  const filter = { ...(number && { caseNumber: number }), ...(!isAll && { open: true }) };
  const asked = useFresh(MattersDocument, { filter, after: after || null }, `${isAll} ${number} ${after}`);
  const to = (more: { all?: boolean; after?: string }) => pathOf({ ...(number && { case: number }), ...more });
  return (
    <>
      <h1>{number ? tell(tellings.about, number) : say(words.matter.title)}</h1>
      {number && <Link to="/desk/supervision">{say(words.matter.everything)}</Link>}
      <nav class="Matters-which" aria-label={say(words.matter.title)}>
        <Link to={to({})} current={!isAll}>
          {say(words.matter.open)}
        </Link>
        <Link to={to({ all: true })} current={isAll}>
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
              <Link to={to({ all: isAll, after: found.pageInfo.endCursor ?? "" })} class="Matters-next">
                {say(words.matter.next)}
              </Link>
            )}
          </>
        )}
      </Freshly>
    </>
  );
}

function pathOf(query: { case?: string; all?: boolean; after?: string }): string {
  const { case: number, all, after } = query;
  const asked = new URLSearchParams({
    ...(number && { case: number }),
    ...(all && { all: "yes" }),
    ...(after && { after }),
  });
  return asked.size > 0 ? `/desk/supervision?${asked}` : "/desk/supervision";
}
