import "./Waiting.css";
import type { Entry } from "../../offline/outbox.ts";
import { dismiss, entries, flush, takeBack } from "../../offline/post.ts";
import { explain } from "../../parts/Failed.tsx";
import { Link } from "../../route/Link.tsx";
import { offline } from "../../words/offline.ts";
import { say } from "../../words/say.ts";

/** What waits to be sent, above every page but the one that is about it. */
export function Waiting(props: { path: string }) {
  const elsewhere = entries.value.filter(({ at }) => pathOf(at) !== props.path);
  if (elsewhere.length === 0) return null;
  return (
    <section class="Waiting" aria-labelledby="waiting">
      <h2 id="waiting">{say(offline.title)}</h2>
      <ul>
        {elsewhere.map((entry) => (
          <li key={entry.key}>
            <p>
              {say(entry.title)} <span class="Chip">{say(offline[entry.state.kind])}</span>
            </p>
            {entry.state.kind === "needsYou" && <p>{explain(entry.state.why)}</p>}
            <Ways entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ways({ entry }: { entry: Entry }) {
  const { key, at, state } = entry;
  switch (state.kind) {
    case "waiting":
      return (
        <button type="button" class="quiet" onClick={() => void flush(true)}>
          {say(offline.tryNow)}
        </button>
      );
    case "sending":
      return null;
    case "sent":
      return (
        <p class="Apply-ways">
          <Link class="Way" to={state.receipt}>
            {say(offline.look)}
          </Link>
          <button type="button" class="quiet" onClick={() => void dismiss(key)}>
            {say(offline.dismiss)}
          </button>
        </p>
      );
    case "needsYou":
      return (
        <p class="Apply-ways">
          <Link class="Way" to={at}>
            {say(offline.open)}
          </Link>
          <button type="button" class="quiet" onClick={() => void takeBack(key)}>
            {say(offline.remove)}
          </button>
        </p>
      );
  }
}

function pathOf(address: string): string {
  return address.split("?")[0] ?? "";
}
