import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk.ts";
import { say, tell } from "../../words/say.ts";
import { type Look, pagesOf, pathOf } from "./looking.ts";

/** The ways to the other pages of a list. */
export function Pages(props: { look: Look; total: number; next: string | null }) {
  const { trail } = props.look;
  const pages = Math.max(pagesOf(props.total), trail.length + 1);
  if (pages === 1) return null;
  const to = (other: readonly string[]) => pathOf({ ...props.look, trail: other });
  return (
    <nav class="Pages" aria-label={say(words.list.pages)}>
      {trail.length > 0 && <Link to={to([])}>{say(words.list.first)}</Link>}
      {trail.length > 0 && <Link to={to(trail.slice(0, -1))}>{say(words.list.previous)}</Link>}
      <span>{tell(tellings.page, trail.length + 1, pages)}</span>
      {props.next && <Link to={to([...trail, props.next])}>{say(words.list.next)}</Link>}
    </nav>
  );
}
