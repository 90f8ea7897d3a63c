import "./Worklist.css";
import { useEffect } from "preact/hooks";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { tellings, words } from "../../words/desk.ts";
import { say, tell } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import { Assign } from "../Assign.tsx";
import { ModulesDocument, type ModulesQuery, type WorklistQuery } from "../operations.ts";
import { Bulk, Results } from "./Bulk.tsx";
import { Filters, Lists } from "./Lists.tsx";
import { countOf, type Look, pathOf } from "./looking.ts";
import { Pages } from "./Pages.tsx";
import { type Reading, useReading } from "./reading.ts";
import { canClaim, rowsOf } from "./rows.ts";
import { Table } from "./Table.tsx";
import { useChosen, useHands } from "./working.ts";

/** A list of cases to work on. It is the staff's; for anybody else there is only the way to sign in. */
export function Worklist(props: { look: Look; signInAt: string; onTitle: (title: string) => void }) {
  const modules = useFresh(ModulesDocument, {}, "").value.value;
  const audience = modules?.viewer.audience;
  if (!audience || audience === "STAFF" || audience === "ADMIN")
    return <OfStaff look={props.look} modules={modules} onTitle={props.onTitle} />;
  return (
    <>
      <h1>{say(words.desk.title)}</h1>
      <p class="Note">{say(words.desk.notStaff)}</p>
      <Link to={props.signInAt} class="Worklist-signIn">
        {say(shared.signIn)}
      </Link>
    </>
  );
}

function OfStaff(props: { look: Look; modules: ModulesQuery | null; onTitle: (title: string) => void }) {
  const { look } = props;
  const reading = useReading(look);
  const counts = reading.counts.value.value;
  const count = countOf(counts?.[look.list]);
  const name = say(words.list[look.list]);
  const title = counts ? tell(tellings.counted, name, count.total) : name;
  useEffect(() => props.onTitle(title), [title]);
  return (
    <div class="Worklist">
      <h1>{title}</h1>
      <Lists look={look} counts={counts} />
      <Filters look={look} modules={props.modules} />
      <Changed reading={reading}>{counts ? tell(tellings.within, count.open, count.overdue) : ""}</Changed>
      <Freshly of={reading.rows}>
        {(answer) => <Work key={pathOf(look)} answer={answer} reading={reading} look={look} title={title} />}
      </Freshly>
    </div>
  );
}

/** The list stays as it is until the reader wants the new one: no row jumps away under a hand, nor does the bar that
 * says so push one. */
function Changed(props: { reading: Reading; children: string }) {
  return (
    <div class="Worklist-changed">
      <span class="Field-hint">{props.children}</span>
      <span role="status">{props.reading.isChanged && say(words.list.changed)}</span>
      {props.reading.isChanged && (
        <button type="button" class="quiet" onClick={() => void props.reading.again()}>
          {say(words.list.showChanged)}
        </button>
      )}
    </div>
  );
}

function Work(props: { answer: WorklistQuery; reading: Reading; look: Look; title: string }) {
  const rows = rowsOf(props.answer);
  const hands = useHands(rows, props.reading);
  const many = useChosen(rows, props.reading);
  const { cases, viewer } = props.answer;
  const claimable = rows.filter(canClaim);
  const chosen = new Set(claimable.filter((row) => many.chosen.has(row.id)).map((row) => row.id));
  const total = cases?.totalCount ?? countOf(props.reading.counts.value.value?.[props.look.list]).total;
  return (
    <>
      {many.results && (
        <Results results={many.results} isKept={chosen.size > 0} onClose={() => many.setResults(null)} />
      )}
      {hands.assigning && (
        <Assign
          key={hands.assigning.id}
          number={hands.assigning.number}
          known={[...new Set(rows.flatMap((row) => row.officer ?? []))]}
          failure={hands.failures.get(hands.assigning.id) ?? null}
          onGive={(to, reason) => void hands.give(to, reason)}
          onCancel={hands.cancel}
        />
      )}
      <Bulk
        chosen={chosen.size}
        claimable={claimable.length}
        isBusy={many.isBusy}
        done={hands.done}
        onAll={(all) => many.setChosen(new Set(all ? claimable.map((row) => row.id) : []))}
        onClaim={() => void many.claimChosen()}
      />
      {rows.length === 0 ? (
        <p>{say(words.list.empty)}</p>
      ) : (
        <Table
          rows={rows}
          me={viewer.subject ?? ""}
          label={props.title}
          chosen={chosen}
          failures={hands.failures}
          acts={{ onChoose: many.choose, onAct: (row, act) => void hands.act(row, act) }}
        />
      )}
      <Pages look={props.look} total={total} next={nextOf(cases)} />
    </>
  );
}

function nextOf(connection: WorklistQuery["cases"]): string | null {
  return connection?.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
}
