import { act } from "../../api/act.ts";
import { words } from "../../words/desk-case.ts";
import { say, sayWord } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { moment } from "../../words/time.ts";
import { StateMark } from "../Marks.tsx";
import { RepairTrustDocument } from "../operations.ts";
import { Reasoned } from "../Reasoned.tsx";
import type { Found } from "./reading.ts";

/** What a case is and where it stands. */
export function Overview(props: { found: Found; read: (position: string | null) => Promise<void> }) {
  const { found } = props;
  return (
    <section aria-labelledby="overview">
      <h2 id="overview">{say(words.page.all)}</h2>
      <dl>
        <dt>{say(words.page.service)}</dt>
        <dd>{found.serviceModule?.title}</dd>
        <dt>{say(words.page.state)}</dt>
        <dd>
          <StateMark title={found.stateTitle ?? ""} stage={found.stage} />
        </dd>
        <dt>{say(words.page.stage)}</dt>
        <dd>{sayWord(sets.Stage, found.stage)}</dd>
        {found.end && (
          <>
            <dt>{say(words.page.end)}</dt>
            <dd>{sayWord(sets.CaseEnd, found.end)}</dd>
          </>
        )}
        <dt>{say(words.page.department)}</dt>
        <dd>
          {found.department?.title} <span class="CasePage-soft">{found.department?.phone}</span>
        </dd>
        <dt>{say(words.page.submitted)}</dt>
        <dd>{moment(found.submittedAt)}</dd>
        <dt>{say(words.page.changed)}</dt>
        <dd>{moment(found.updatedAt)}</dd>
      </dl>
      <div class="CasePage-marks">
        {found.published && <span class="Chip">{say(words.page.published)}</span>}
        {found.onPublicNotice && <span class="Chip">{say(words.page.noticed)}</span>}
      </div>
      {found.distrust && (
        <>
          <p class="Note Note-warn">
            {say(words.page.distrusted)} {sayWord(sets.DistrustCause, found.distrust.cause)}
          </p>
          {found.reliefActs?.includes("REPAIR_TRUST") && (
            <Reasoned
              id="trust"
              title={say(words.trust.repair)}
              send={(reason) =>
                act(
                  RepairTrustDocument,
                  { input: { caseId: found.id, reason, expectedRevision: found.revision } },
                  (answer) => answer.repairTrust,
                )
              }
              read={props.read}
            />
          )}
        </>
      )}
    </section>
  );
}
