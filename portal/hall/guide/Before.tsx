import { copies, starts, times, words, yuan } from "../../words/guide.ts";
import { guideSets } from "../../words/guide-sets.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { Entries, joined, Part, Texts } from "./Part.tsx";
import type { About, Service } from "./service.ts";

/** What decides whether somebody begins. */
export function Before({ service, about }: { service: Service; about: About }) {
  const kinds = (service.applicants ?? []).map((kind) => sayWord(sets.ApplicantKind, kind));
  return (
    <>
      <Part id="who" title={say(words.who)}>
        <p>{joined(kinds)}</p>
        <Texts of={about.conditions} />
        <Entries
          of={[
            [say(words.quantity), about.quantity],
            [say(words.assurance), sayWord(guideSets.Assurance, service.assurance)],
          ]}
        />
      </Part>
      <Part id="documents" title={say(words.documents)}>
        <Documents all={about.documents ?? []} />
        <Titled title={say(words.intermediaries)} of={about.intermediaries} />
      </Part>
      <Time service={service} about={about} />
      <Part id="cost" title={say(words.cost)}>
        <p>{about.fee}</p>
        <Entries
          of={(about.charges ?? []).map(
            ({ title, fen, basis }) => [title ?? "", joined([tell(yuan, fen ?? 0), basis?.text])] as const,
          )}
        />
      </Part>
      {about.visitsMax != null && (
        <Part id="visits" title={say(words.visits)}>
          <p>{tell(times, about.visitsMax)}</p>
        </Part>
      )}
      <Part id="result" title={say(words.result)}>
        <p>{about.result}</p>
        <Entries
          of={[
            [say(words.resultValidity), about.resultValidity],
            [say(words.resultSample), about.resultSample],
          ]}
        />
        <Titled title={say(words.approval)} of={about.approvalConditions} />
        <Titled title={say(words.attachedTerms)} of={about.attachedTerms} />
      </Part>
    </>
  );
}

function Time({ service, about }: { service: Service; about: About }) {
  const { limits } = service;
  return (
    <Part id="time" title={say(words.time)}>
      <Entries
        of={[
          [say(words.handling), sayWord(guideSets.HandlingType, about.handling)],
          [say(words.promised), limits?.promised],
          [say(words.statutory), limits?.statutory],
          [say(words.starts), sayWord(starts, limits?.starts)],
          [say(words.extension), limits?.extension],
          ...(limits?.byAnswers ?? []).map((one) => [one.title ?? "", one.promised] as const),
          ...(service.procedures ?? []).map(
            (one) => [one.title ?? "", joined([one.most, one.counted === false && say(words.notCounted)])] as const,
          ),
        ]}
      />
    </Part>
  );
}

/** Texts under a heading of their own, where there are any. */
function Titled(props: { title: string; of: readonly string[] | null | undefined }) {
  if (!props.of || props.of.length === 0) return null;
  return (
    <>
      <h3>{props.title}</h3>
      <Texts of={props.of} />
    </>
  );
}

function Documents(props: { all: NonNullable<About["documents"]> }) {
  if (props.all.length === 0) return <p>{say(words.noDocuments)}</p>;
  return (
    <table class="Guide-documents">
      <thead>
        <tr>
          <th scope="col">{say(words.documentName)}</th>
          <th scope="col">{say(words.documentForm)}</th>
          <th scope="col">{say(words.documentSource)}</th>
          <th scope="col">{say(words.documentNeed)}</th>
        </tr>
      </thead>
      <tbody>
        {props.all.map((one) => (
          <tr key={one.name}>
            <th scope="row">
              {one.title}
              {one.note && <p class="Guide-note">{one.note}</p>}
            </th>
            <td>{joined([sayWord(sets.DocumentForm, one.form), one.count != null && tell(copies, one.count)])}</td>
            <td>{sayWord(guideSets.DocumentSource, one.source)}</td>
            <td>{joined([sayWord(sets.DocumentNeed, one.need), followsWithin(one.mayFollow)])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function followsWithin(limit: string | null | undefined): string {
  return limit ? `${say(words.mayFollowWithin)} ${limit}` : "";
}
