import { season, words } from "../../words/guide.ts";
import { guideSets } from "../../words/guide-sets.ts";
import { themes } from "../../words/hall.ts";
import { say, sayWord, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import { day } from "../../words/time.ts";
import { Entries, joined, Part, Texts } from "./Part.tsx";
import { Picture } from "./Picture.tsx";
import type { About, Service } from "./service.ts";
import { Way } from "./Way.tsx";

/** What happens then, and what else there is to know. */
export function After({ service, about }: { service: Service; about: About }) {
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
        <Picture service={service} />
        <Way service={service} />
      </Part>
      <Where about={about} />
      <Law about={about} />
      {(about.questions ?? []).length > 0 && (
        <Part id="questions" title={say(words.questions)}>
          <Entries of={(about.questions ?? []).map((one) => [one.ask ?? "", one.answer] as const)} />
        </Part>
      )}
      <Register about={about} />
    </>
  );
}

function Where({ about }: { about: About }) {
  const { contact, channels } = about;
  return (
    <>
      <Part id="channels" title={say(words.channels)}>
        <Texts
          of={[
            channels?.appointment ? say(words.appointment) : null,
            channels?.post ? say(words.post) : null,
            channels?.selfService ? say(words.selfService) : null,
          ]}
        />
        <Entries
          of={[
            [say(words.online), sayWord(guideSets.OnlineDepth, about.online)],
            [say(words.region), sayWord(guideSets.CrossRegion, about.crossRegion)],
          ]}
        />
      </Part>
      <Part id="places" title={say(words.places)}>
        <Texts of={[contact?.place, contact?.hours, ...seasonsOf(contact?.seasons)]} />
        <Entries
          of={(about.places ?? []).map(
            (one) => [one.title ?? "", joined([one.address, one.hours, ...seasonsOf(one.seasons), one.phone])] as const,
          )}
        />
      </Part>
      <Part id="contact" title={say(words.contact)}>
        <Entries
          of={[
            [say(words.enquiries), joined([contact?.enquiries, contact?.enquiryWindow])],
            [say(words.complaints), joined([contact?.complaints, contact?.complaintWindow])],
          ]}
        />
      </Part>
    </>
  );
}

function seasonsOf(seasons: NonNullable<About["contact"]>["seasons"] | undefined): string[] {
  return (seasons ?? []).map(({ from, until, hours }) => tell(season, from ?? "", until ?? "", hours ?? ""));
}

function Law({ about }: { about: About }) {
  return (
    <>
      {(about.legalBasis ?? []).length > 0 && (
        <Part id="basis" title={say(words.basis)}>
          <Texts of={(about.legalBasis ?? []).map(({ text, content }) => joined([text, content]))} />
        </Part>
      )}
      {(about.remedies ?? []).length > 0 && (
        <Part id="remedies" title={say(words.remedies)}>
          <Entries
            of={(about.remedies ?? []).map(
              (one) => [sayWord(sets.RemedyKind, one.kind), joined([one.where, one.within])] as const,
            )}
          />
        </Part>
      )}
      {(about.rights ?? []).length > 0 && (
        <Part id="rights" title={say(words.rights)}>
          <Texts of={about.rights} />
        </Part>
      )}
      {(about.duties ?? []).length > 0 && (
        <Part id="duties" title={say(words.duties)}>
          <Texts of={about.duties} />
        </Part>
      )}
    </>
  );
}

/** What the catalogue of services says of it. */
function Register({ about }: { about: About }) {
  return (
    <Part id="about" title={say(words.about)}>
      <Entries
        of={[
          [say(words.authority), about.authority?.title],
          [say(words.implementing), joined((about.implementing ?? []).map(({ title }) => title))],
          [say(words.delegated), about.delegated?.title],
          [say(words.levels), joined((about.levels ?? []).map((level) => sayWord(guideSets.ExerciseLevel, level)))],
          [say(words.themes), joined((about.themes ?? []).map((theme) => sayWord(themes, theme)))],
          [say(words.catalogue), about.codes?.catalogue],
          [say(words.implementation), about.codes?.implementation],
          [say(words.handlingItem), about.codes?.handlingItem],
          [say(words.effective), day(about.effective)],
          [say(words.version), about.version?.toString()],
        ]}
      />
    </Part>
  );
}
