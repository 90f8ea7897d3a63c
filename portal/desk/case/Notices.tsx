import { useState } from "preact/hooks";
import type { Failure } from "../../api/failure.ts";
import { download } from "../../api/file.ts";
import { Failed } from "../../parts/Failed.tsx";
import { tellings } from "../../words/desk-case.ts";
import { words } from "../../words/desk-notices.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day, moment } from "../../words/time.ts";
import type { Found } from "./reading.ts";
import { Service } from "./Service.tsx";

type Notice = NonNullable<Found["notices"]>[number];

/** What was told in writing, whether it was served, and until when somebody may act against it. */
export function Notices(props: { found: Found; read: (position: string | null) => Promise<void> }) {
  const notices = props.found.notices ?? [];
  if (notices.length === 0) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{say(words.notices.title)}</h2>
      <ul class="CasePage-list">
        {notices.map((notice) => (
          <li key={notice.number}>
            <One notice={notice} />
            {!notice.servedOn && <Service caseId={props.found.id} notice={notice.notice ?? 0} read={props.read} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function One(props: { notice: Notice }) {
  const { notice } = props;
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = async (): Promise<void> =>
    setFailure(notice.url ? await download(notice.url, `${notice.number}.pdf`) : { kind: "gone" });
  return (
    <>
      <h3>{notice.title}</h3>
      <p class="CasePage-soft">
        {notice.number} · {moment(notice.issuedAt)}
      </p>
      {notice.servedOn ? (
        <p>{tell(tellings.served, day(notice.servedOn), sayWord(sets.ServiceMethod, notice.servedHow))}</p>
      ) : (
        <p>{say(words.notices.unserved)}</p>
      )}
      {(notice.remedies ?? []).map(({ kind, lastDay }) => (
        <p key={kind}>{tell(tellings.remedy, sayWord(sets.RemedyKind, kind), day(lastDay))}</p>
      ))}
      {failure && <Failed failure={failure} />}
      {notice.url && (
        <button type="button" class="quiet" onClick={() => void read()}>
          {say(words.notices.read)}
          <span class="visually-hidden"> {notice.number}</span>
        </button>
      )}
    </>
  );
}
