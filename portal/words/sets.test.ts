import { buildSchema, isEnumType } from "graphql";
import { describe, expect, it } from "vitest";
import eventsText from "../../docs/reference/events.md?raw";
import schemaText from "../../graphql-api/schema/staff.graphql?raw";
import { events } from "./events.ts";
import { guideSets } from "./guide-sets.ts";
import { themes } from "./hall.ts";
import { actors, sets } from "./sets.ts";

const schema = buildSchema(schemaText);

describe("every word of a closed set that a page shows has a phrase", () => {
  it.each(Object.entries({ ...sets, ...guideSets, ServiceTheme: themes }))("%s", (name, phrases) => {
    const type = schema.getType(name);
    if (!isEnumType(type)) throw new Error(`${name} is no enum of the schema`);
    const words = type.getValues().map((value) => value.name);
    expect(Object.keys(phrases).sort()).toEqual(words.sort());
  });

  it("the kinds of those who act", () => {
    const field = schema.getType("Actor")?.astNode;
    const text = field && "fields" in field ? field.fields?.find(({ name }) => name.value === "kind") : undefined;
    const words = [...(text?.description?.value ?? "").matchAll(/`([A-Z]+)`/g)].map((found) => found[1]);
    expect(Object.keys(actors).sort()).toEqual(words.sort());
  });

  it("the events of a case", () => {
    const words = [...eventsText.matchAll(/^## (\w+)$/gm)].map((found) => found[1]);
    expect(Object.keys(events).sort()).toEqual(words.sort());
  });
});
