import { useState } from "preact/hooks";
import { headers } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { Failed } from "../../parts/Failed.tsx";
import { tellings, words } from "../../words/desk-case.ts";
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
  const read = async (): Promise<void> => setFailure(await download(notice));
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

/** A link cannot carry the token, so the page fetches the file. */
async function download(notice: Notice): Promise<Failure | null> {
  if (!notice.url) return { kind: "gone" };
  try {
    const { authorization } = headers();
    const response = await fetch(notice.url, authorization ? { headers: { authorization } } : {});
    if (!response.ok) return { kind: response.status === 404 ? "gone" : "denied" };
    const place = URL.createObjectURL(await response.blob());
    const link = document.createElement("a");
    link.href = place;
    link.download = `${notice.number}.pdf`;
    link.click();
    URL.revokeObjectURL(place);
    return null;
  } catch {
    return { kind: "offline" };
  }
}
