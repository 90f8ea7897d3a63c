import { useState } from "preact/hooks";
import { act } from "../../api/act.ts";
import type { Failure } from "../../api/failure.ts";
import { download } from "../../api/file.ts";
import { Failed } from "../../parts/Failed.tsx";
import { noticeTellings, words } from "../../words/follow.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day, moment } from "../../words/time.ts";
import { AcknowledgeDocument } from "../operations.ts";
import type { Case, Part } from "./reading.ts";
import { useSending } from "./sending.ts";

type Notice = NonNullable<Case["notices"]>[number];

/** What was told in writing, how it was served and until when somebody may act against it. */
export function Notices(props: Part & { isOwn: boolean }) {
  const all = props.of.notices ?? [];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{say(words.notices)}</h2>
      <ul class="Cases">
        {all.map((notice) => (
          <li key={notice.number} class="Card">
            <One {...props} notice={notice} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One(props: Part & { isOwn: boolean; notice: Notice }) {
  const { of, notice, changed } = props;
  const [unread, setUnread] = useState<Failure | null>(null);
  const { send, failure, isBusy } = useSending();
  const isToServe = props.isOwn && !notice.servedAt && notice.notice !== null;
  const open = async (): Promise<void> => {
    const input = { caseId: of.id, notice: notice.notice ?? 0 };
    const served = isToServe
      ? await send(input, (idempotencyKey) =>
          act(AcknowledgeDocument, { input: { ...input, idempotencyKey } }, (it) => it.acknowledgeNotice),
        )
      : null;
    if (isToServe && !served?.ok) return;
    setUnread(notice.url ? await download(notice.url, `${notice.number}.pdf`) : { kind: "gone" });
    if (served?.ok) await changed(served.value);
  };
  return (
    <>
      <h3>{notice.title ?? sayWord(sets.NoticeKind, notice.kind)}</h3>
      <p class="Follow-soft">
        {notice.number} · {moment(notice.issuedAt)}
      </p>
      <p>
        {notice.servedOn
          ? tell(noticeTellings.served, day(notice.servedOn), sayWord(sets.ServiceMethod, notice.servedHow))
          : say(isToServe ? words.toServe : words.unserved)}
      </p>
      {(notice.remedies ?? []).map(({ kind, lastDay }) => (
        <p key={kind}>{tell(noticeTellings.remedy, sayWord(sets.RemedyKind, kind), day(lastDay))}</p>
      ))}
      {[failure, unread].map((one) => one && <Failed key={one.kind} failure={one} />)}
      {notice.url && (
        <button
          type="button"
          class={isToServe ? undefined : "quiet"}
          aria-disabled={isBusy}
          onClick={() => void open()}
        >
          {say(isToServe ? words.receive : words.open)}
          <span class="visually-hidden"> {notice.number}</span>
        </button>
      )}
    </>
  );
}
