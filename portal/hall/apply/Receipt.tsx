import "./Receipt.css";
import { useFresh } from "../../api/fresh.ts";
import { who } from "../../api/session.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Link } from "../../route/Link.tsx";
import { apply } from "../../words/apply.ts";
import { words as hall } from "../../words/hall.ts";
import { language, say } from "../../words/say.ts";
import { shared } from "../../words/shared.ts";
import { day, moment } from "../../words/time.ts";
import { track } from "../../words/track.ts";
import { ReceiptByCodeDocument, type ReceiptByCodeQuery, ReceiptDocument, type ReceiptQuery } from "../operations.ts";

/** What the receipt is made of; who has no account is told less. */
type Received =
  | NonNullable<ReceiptQuery["case"]>
  | (NonNullable<ReceiptByCodeQuery["caseByReceipt"]> & { readonly receiptCode: string; readonly documents?: never });

/** What was handed in and when, what happens next and by when. To be printed or kept. */
export function Receipt(props: { number: string; position: string }) {
  const code = location.hash.slice(1);
  return code && !who.value ? <ByCode code={code} {...props} /> : <Own {...props} />;
}

function ByCode(props: { number: string; code: string; position: string }) {
  const { number, code, position } = props;
  const asked = useFresh(ReceiptByCodeDocument, { number, code, atLeast: position || null }, `${number} ${code}`);
  return (
    <Freshly of={asked} whole>
      {({ caseByReceipt: found }) =>
        found ? <Known receipt={{ ...found, receiptCode: code }} /> : <Missing again={() => void asked.read()} />
      }
    </Freshly>
  );
}

function Own(props: { number: string; position: string }) {
  const { number, position } = props;
  const asked = useFresh(ReceiptDocument, { number, atLeast: position || null }, `${number} ${position}`);
  return (
    <Freshly of={asked} whole>
      {(found) => (found.case ? <Known receipt={found.case} /> : <Missing again={() => void asked.read()} />)}
    </Freshly>
  );
}

function Known({ receipt }: { receipt: Received }) {
  const next = receipt.clocks?.find((clock) => clock.dueDay)?.dueDay;
  const documents = receipt.documents?.filter((document) => document.presented) ?? [];
  const facts: [string, string][] = [
    [say(apply.service), receipt.serviceModule?.title ?? ""],
    [say(apply.receivedAt), moment(receipt.submittedAt)],
    [say(apply.state), receipt.stateTitle ?? ""],
    [say(apply.office), receipt.department?.title ?? ""],
    [say(apply.phone), receipt.department?.phone ?? ""],
    [say(apply.nextDay), day(receipt.dueDay ? null : next)],
    [say(apply.finalDay), day(receipt.dueDay)],
    [say(apply.promisedLimit), receipt.dueDay ? "" : (receipt.serviceModule?.limits?.promised ?? "")],
    [
      say(apply.receivedDocuments),
      documents.map((document) => document.title).join(language.value === "en" ? ", " : "、"),
    ],
  ];
  return (
    <div class="Receipt">
      <div class="Receipt-number">
        <h1>{say(apply.received)}</h1>
        <p>{say(apply.number)}</p>
        <p class="Receipt-big">{receipt.number}</p>
      </div>
      {receipt.receiptCode && (
        <p>
          {say(track.code)}: <strong class="Receipt-code">{receipt.receiptCode}</strong>
        </p>
      )}
      <p>{say(apply.keepNumber)}</p>
      {receipt.receiptCode && <p>{say(track.keepCode)}</p>}
      <dl>
        {facts
          .filter(([, fact]) => fact !== "")
          .map(([name, fact]) => (
            <>
              <dt key={name}>{name}</dt>
              <dd>{fact}</dd>
            </>
          ))}
      </dl>
      <Next steps={receipt.serviceModule?.guide?.steps ?? []} />
      <div class="Apply-ways">
        <Link class="Way" to={`/${who.value ? "cases/" : "track?number="}${encodeURIComponent(receipt.number ?? "")}`}>
          {say(apply.followCase)}
        </Link>
        <button type="button" class="quiet" onClick={() => print()}>
          {say(apply.print)}
        </button>
      </div>
    </div>
  );
}

function Next(props: { steps: ReadonlyArray<{ text: string | null; limit: string | null }> }) {
  if (props.steps.length === 0) return null;
  return (
    <>
      <h2>{say(apply.next)}</h2>
      <ol class="Receipt-steps">
        {props.steps.map((step) => (
          <li key={step.text}>
            {step.text}
            {step.limit && <span class="Chip">{step.limit}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Missing(props: { again: () => void }) {
  return (
    <>
      <h1>{say(hall.screens.receipt)}</h1>
      <p>{say(apply.notYet)}</p>
      <button type="button" class="quiet" onClick={props.again}>
        {say(shared.again)}
      </button>
    </>
  );
}
