import "./Guide.css";
import { useFresh } from "../../api/fresh.ts";
import { Freshly } from "../../parts/Freshly.tsx";
import { Missing } from "../../parts/Missing.tsx";
import { Link } from "../../route/Link.tsx";
import { copies, times, words, yuan } from "../../words/guide.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { GuideDocument, type GuideQuery } from "../operations.ts";
import { Entries, Part, Texts } from "./Part.tsx";

type Service = NonNullable<GuideQuery["serviceModule"]>;
type About = NonNullable<Service["guide"]>;

/** Everything that somebody has to know before they begin (办事指南). */
export function Guide(props: { name: string }) {
  const found = useFresh(GuideDocument, { name: props.name }, props.name);
  return (
    <Freshly of={found}>
      {({ serviceModule: service }) =>
        service?.guide ? <Known service={service} about={service.guide} /> : <Missing />
      }
    </Freshly>
  );
}

function Known(props: { service: Service; about: About }) {
  const { service, about } = props;
  return (
    <article class="Guide">
      <h1>{service.title}</h1>
      <p>{about.summary}</p>
      <p class="Guide-department">{service.department?.title}</p>
      <Start service={service} />
      <Before service={service} about={about} />
      <After about={about} />
      <Start service={service} />
    </article>
  );
}

function Start(props: { service: Service }) {
  if (props.service.retired) return <p>{say(words.retired)}</p>;
  return (
    <p>
      <Link class="Guide-start" to={`/services/${props.service.name ?? ""}/apply`}>
        {say(words.start)}
      </Link>
    </p>
  );
}

/** What decides whether somebody begins. */
function Before({ service, about }: { service: Service; about: About }) {
  const kinds = (service.applicants ?? []).map((kind) => sayWord(sets.ApplicantKind, kind)).join(" · ");
  return (
    <>
      <Part id="who" title={say(words.who)}>
        <p>{kinds}</p>
        <Texts of={about.conditions} />
      </Part>
      <Part id="documents" title={say(words.documents)}>
        <Documents all={about.documents ?? []} />
      </Part>
      <Part id="time" title={say(words.time)}>
        <Entries
          of={[
            [say(words.promised), service.limits?.promised],
            [say(words.statutory), service.limits?.statutory],
            [say(words.extension), service.limits?.extension],
            ...(service.limits?.byAnswers ?? []).map((one) => [one.title ?? "", one.promised] as const),
            ...(service.procedures ?? []).map((one) => [one.title ?? "", one.most] as const),
          ]}
        />
      </Part>
      <Part id="cost" title={say(words.cost)}>
        <p>{about.fee}</p>
        <Entries of={(about.charges ?? []).map((one) => [one.title ?? "", tell(yuan, one.fen ?? 0)] as const)} />
      </Part>
      <Part id="visits" title={say(words.visits)}>
        {about.visitsMax != null && <p>{tell(times, about.visitsMax)}</p>}
      </Part>
      <Part id="result" title={say(words.result)}>
        <Texts of={[about.result, about.resultValidity]} />
      </Part>
    </>
  );
}

function Documents(props: { all: NonNullable<About["documents"]> }) {
  if (props.all.length === 0) return <p>{say(words.noDocuments)}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say(words.documentName)}</th>
          <th scope="col">{say(words.documentForm)}</th>
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
            <td>
              {[sayWord(sets.DocumentForm, one.form), one.count != null && tell(copies, one.count)]
                .filter(Boolean)
                .join(" · ")}
            </td>
            <td>{[sayWord(sets.DocumentNeed, one.need), one.when ?? one.mayFollow].filter(Boolean).join(" · ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What happens then, and what else there is to know. */
function After({ about }: { about: About }) {
  return (
    <>
      <Part id="steps" title={say(words.steps)}>
        <ol>
          {(about.steps ?? []).map((step, index) => (
            <li key={index}>
              {step.text} {step.limit && <span class="Guide-note">{step.limit}</span>}
            </li>
          ))}
        </ol>
      </Part>
      <Part id="basis" title={say(words.basis)}>
        <Entries of={(about.legalBasis ?? []).map((one) => [one.text ?? "", one.content] as const)} />
      </Part>
      <Part id="remedies" title={say(words.remedies)}>
        <Entries
          of={(about.remedies ?? []).map(
            (one) => [sayWord(sets.RemedyKind, one.kind), [one.where, one.within].filter(Boolean).join(" · ")] as const,
          )}
        />
      </Part>
      <Part id="rights" title={say(words.rights)}>
        <Texts of={about.rights} />
      </Part>
      <Part id="duties" title={say(words.duties)}>
        <Texts of={about.duties} />
      </Part>
      <Part id="places" title={say(words.places)}>
        <Entries
          of={(about.places ?? []).map(
            (one) => [one.title ?? "", [one.address, one.hours, one.phone].filter(Boolean).join(" · ")] as const,
          )}
        />
      </Part>
      <Part id="contact" title={say(words.contact)}>
        <Texts of={[about.contact?.place, about.contact?.hours]} />
        <Entries
          of={[
            [say(words.enquiries), about.contact?.enquiries],
            [say(words.complaints), about.contact?.complaints],
          ]}
        />
      </Part>
      <Part id="questions" title={say(words.questions)}>
        <Entries of={(about.questions ?? []).map((one) => [one.ask ?? "", one.answer] as const)} />
      </Part>
    </>
  );
}
