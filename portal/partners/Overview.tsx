import { useFresh } from "../api/fresh.ts";
import { who } from "../api/session.ts";
import { Freshly } from "../parts/Freshly.tsx";
import { go } from "../route/route.ts";
import { words } from "../words/partners.ts";
import { language, say } from "../words/say.ts";
import { AllPartnersDocument, UsageOfDocument } from "./city/operations.ts";
import { OwnUsageDocument, WhoDocument } from "./own/operations.ts";
import { Usage } from "./Usage.tsx";

/** What one partner did. A partner sees its own; administrators and auditors choose one, which stands in the address. */
export function Overview(props: { chosen: string }) {
  const asked = useFresh(WhoDocument, {}, who.value?.key ?? "");
  return (
    <>
      <h1>{say(words.title)}</h1>
      <Freshly of={asked}>
        {({ viewer }) => {
          if (viewer.audience === "PARTNER") return <Own />;
          return viewer.audience === "PUBLIC" ? <p role="alert">{say(words.notYours)}</p> : <Any {...props} />;
        }}
      </Freshly>
    </>
  );
}

function Own() {
  const asked = useFresh(OwnUsageDocument, {}, "");
  return <Freshly of={asked}>{(found) => <Usage told={found.partnerUsage} services={found.serviceModules} />}</Freshly>;
}

function Any(props: { chosen: string }) {
  const asked = useFresh(AllPartnersDocument, {}, "");
  return (
    <Freshly of={asked}>
      {({ partners }) => {
        if (!partners) return <p role="alert">{say(words.notYours)}</p>;
        if (partners.length === 0) return <p>{say(words.noPartner)}</p>;
        const chosen = props.chosen || (partners[0]?.name ?? "");
        return (
          <>
            <p class="Usage-choice">
              <label for="partner">{say(words.partner)}</label>
              <select
                id="partner"
                value={chosen}
                onChange={(event) => go(`/partners?of=${encodeURIComponent(event.currentTarget.value)}`, "replace")}
              >
                {partners.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title ?? name}
                  </option>
                ))}
              </select>
            </p>
            <Chosen key={chosen} name={chosen} />
          </>
        );
      }}
    </Freshly>
  );
}

function Chosen(props: { name: string }) {
  const asked = useFresh(UsageOfDocument, { partner: props.name }, `${props.name} ${language.value}`);
  return <Freshly of={asked}>{(found) => <Usage told={found.partnerUsage} services={found.serviceModules} />}</Freshly>;
}
