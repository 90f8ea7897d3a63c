import { Link } from "../../route/Link.tsx";
import { go } from "../../route/route.ts";
import { tellings, words } from "../../words/desk.ts";
import { say, tell } from "../../words/say.ts";
import { sets } from "../../words/sets.ts";
import type { ModulesQuery, WorklistCountsQuery } from "../operations.ts";
import { COLUMNS, type Column, countOf, LISTS, type Look, narrowed, ORDERS, pathOf, STAGES } from "./looking.ts";

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
      <Ordered look={look} />
      <Columns hidden={look.hidden} onChange={(hidden) => go(pathOf({ ...look, hidden }), "replace")} />
      <Clear look={look} />
    </fieldset>
  );
}

function Ordered({ look }: { look: Look }) {
  return (
    <Choice
      id="filter-order"
      label={say(words.list.order)}
      value={look.order}
      options={ORDERS.map((order) => [order, say(order === "due" ? words.list.byDue : words.list.byNewest)])}
      onChoose={(chosen) =>
        go(pathOf(narrowed(look, { order: ORDERS.find((order) => order === chosen) ?? "due" })), "replace")
      }
      isNeeded
    />
  );
}

function Clear({ look }: { look: Look }) {
  if (look.module === "" && look.stage === null && look.department === "") return null;
  const whole = pathOf(narrowed(look, { module: "", department: "", state: "", stage: null }));
  return (
    <button type="button" class="quiet" onClick={() => go(whole, "replace")}>
      {say(words.list.clear)}
    </button>
  );
}

function Columns(props: { hidden: readonly Column[]; onChange: (hidden: readonly Column[]) => void }) {
  const others = (column: Column) => props.hidden.filter((one) => one !== column);
  return (
    <details class="Folded">
      <summary>{say(words.list.columns)}</summary>
      <div class="Entry-options">
        {COLUMNS.map((column) => (
          <label key={column}>
            <input
              type="checkbox"
              checked={!props.hidden.includes(column)}
              onChange={(event) =>
                props.onChange(event.currentTarget.checked ? others(column) : [...others(column), column])
              }
            />
            {say(words.list[column])}
          </label>
        ))}
      </div>
    </details>
  );
}

function Choice(props: {
  id: string;
  label: string;
  value: string;
  options: ReadonlyArray<readonly [value: string, title: string]>;
  onChoose: (value: string) => void;
  /** Whether one of the options always holds. */
  isNeeded?: boolean;
}) {
  return (
    <div>
      <label for={props.id}>{props.label}</label>
      <select id={props.id} value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        {!props.isNeeded && <option value="">{say(words.list.any)}</option>}
        {props.options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
