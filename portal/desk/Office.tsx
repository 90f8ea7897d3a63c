import type { ComponentChildren } from "preact";
import { useFresh } from "../api/fresh.ts";
import { who } from "../api/session.ts";
import { Freshly } from "../parts/Freshly.tsx";
import { Link } from "../route/Link.tsx";
import { words } from "../words/desk.ts";
import { say } from "../words/say.ts";
import { OfficeDocument } from "./operations.ts";

/** Everything behind it is the staff's. Others are told so before anything is asked that the city would refuse them. */
export function Office(props: { signInAt: string; children: ComponentChildren }) {
  const asked = useFresh(OfficeDocument, {}, who.value?.key ?? "");
  return (
    <Freshly of={asked} whole>
      {({ viewer }) => (viewer.audience === "STAFF" ? props.children : <Outside signInAt={props.signInAt} />)}
    </Freshly>
  );
}

function Outside(props: { signInAt: string }) {
  return (
    <>
      <h1>{say(words.desk.title)}</h1>
      <p class="Note">{say(words.desk.notStaff)}</p>
      <ul class="Outside">
        <li>
          <Link to={props.signInAt}>{say(words.desk.asOfficer)}</Link>
        </li>
        <li>
          <a href="/">{say(words.desk.toHall)}</a>
        </li>
      </ul>
    </>
  );
}
