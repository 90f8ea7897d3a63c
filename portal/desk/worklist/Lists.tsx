import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { tellings, words } from "../../words/desk.ts";
import { say, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import type { ModulesQuery, WorklistCountsQuery } from "../operations.ts";
import { countOf, LISTS, type Look, narrowed, pathOf, STAGES } from "./looking.ts";

/** The worklists, each with how many cases stand behind it. */
export function Lists(props: { look: Look; counts: WorklistCountsQuery | null }) {
  return (
    <nav aria-label={say(words.list.lists)}>
      <ul class="Lists">
        {LISTS.map((list) => (
          <li key={list}>
            <Link to={pathOf({ ...props.look, list, trail: [] })} current={list === props.look.list}>
              {props.counts
                ? tell(tellings.counted, say(words.list[list]), countOf(props.counts[list]).total)
                : say(words.list[list])}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What narrows a list. A state belongs to a service, so it is asked once one is chosen. */
export function Filters(props: { look: Look; modules: ModulesQuery | null }) {
  const { look } = props;
  const modules = props.modules?.serviceModules?.nodes ?? [];
  const departments = props.modules?.departments?.nodes ?? [];
  const states = modules.find((module) => module.name === look.module)?.states ?? [];
  const narrow = (by: Parameters<typeof narrowed>[1]) => go(pathOf(narrowed(look, by)), "replace");
  return (
    <fieldset class="Filters">
      <legend>{say(words.list.filters)}</legend>
      <Choice
        id="filter-module"
        label={say(words.list.module)}
        value={look.module}
        options={modules.map(({ name, title }) => [name ?? "", title ?? ""])}
        onChoose={(module) => narrow({ module })}
      />
      {look.module !== "" && (
        <Choice
          id="filter-state"
          label={say(words.list.state)}
          value={look.state}
          options={states.map(({ name, title }) => [name ?? "", title ?? ""])}
          onChoose={(state) => narrow({ state })}
        />
      )}
      <Choice
        id="filter-stage"
        label={say(words.list.stage)}
        value={look.stage ?? ""}
        options={STAGES.map((stage) => [stage, say(sets.Stage[stage])])}
        onChoose={(chosen) => narrow({ stage: STAGES.find((stage) => stage === chosen) ?? null })}
      />
      <Choice
        id="filter-department"
        label={say(words.list.department)}
        value={look.department}
        options={departments.map(({ name, title }) => [name ?? "", title ?? ""])}
        onChoose={(department) => narrow({ department })}
      />
      {(look.module !== "" || look.stage !== null || look.department !== "") && (
        <button
          type="button"
          class="quiet"
          onClick={() => narrow({ module: "", department: "", state: "", stage: null })}
        >
          {say(words.list.clear)}
        </button>
      )}
    </fieldset>
  );
}

function Choice(props: {
  id: string;
  label: string;
  value: string;
  options: ReadonlyArray<readonly [value: string, title: string]>;
  onChoose: (value: string) => void;
}) {
  return (
    <div>
      <label for={props.id}>{props.label}</label>
      <select id={props.id} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        <option value="">{say(words.list.any)}</option>
        {props.options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
