import "./File.css";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { words } from "../../words/desk-file.ts";
import { language, say } from "../../words/say.ts";
import { day, moment } from "../../words/time.ts";
import { FiledDocument, type FiledQuery } from "../operations.ts";

/** What was handed in for somebody: to be printed and given to them. */
export function Receipt(props: { number: string; position: string }) {
  const { number, position } = props;
  const asked = useFresh(FiledDocument, { number, atLeast: position || null }, `${number} ${position}`);
  return (
    <div class="File">
      <h1>{say(words.receipt.title)}</h1>
      <p class="File-number">{number}</p>
      <p>{say(words.receipt.keep)}</p>
      <Freshly of={asked}>{(found) => found.case && <Facts of={found.case} />}</Freshly>
      <div class="Buttons File-ways">
        <button type="button" onClick={() => print()}>
          {say(words.receipt.print)}
        </button>
        <Link to={`/desk/cases/${encodeURIComponent(number)}`} class="File-way">
          {say(words.receipt.open)}
        </Link>
        <Link to="/desk/file" class="File-way">
          {say(words.receipt.next)}
        </Link>
      </div>
    </div>
  );
}

function Facts(props: { of: NonNullable<FiledQuery["case"]> }) {
  const filed = props.of;
  const presented = (filed.documents ?? []).filter((document) => document.presented).map(({ title }) => title);
  const facts: ReadonlyArray<readonly [name: string, fact: string]> = [
    [say(words.receipt.service), filed.serviceModule?.title ?? ""],
    [say(words.receipt.at), moment(filed.submittedAt)],
    [say(words.receipt.state), filed.stateTitle ?? ""],
    [say(words.receipt.office), [filed.department?.title, filed.department?.phone].filter(Boolean).join(" ")],
    [say(words.receipt.due), filed.dueDay ? day(filed.dueDay) : (filed.serviceModule?.limits?.promised ?? "")],
    [say(words.papers.title), presented.join(language.value === "en" ? ", " : "、")],
  ];
  return (
    <>
      <dl class="File-given">
        {facts
          .filter(([, fact]) => fact !== "")
          .map(([name, fact]) => (
            <>
              <dt key={name}>{name}</dt>
              <dd>{fact}</dd>
            </>
          ))}
      </dl>
      {(filed.warnings ?? []).map(({ path, message }) => (
        <p key={path} class="Note Note-warn">
          {message}
        </p>
      ))}
    </>
  );
}
