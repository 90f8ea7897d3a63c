/** A form filled in by somebody who reads its labels, whichever page it stands on. */

import { expect, type Locator, type Page } from "@playwright/test";
import type { Phrase } from "../words/say.ts";
import { type FieldMade, fieldsOf, optionOf, titleOf } from "./manifests.ts";

/** A phrase in whichever language the page speaks, alone. What may be left out has a mark behind its title. */
export function either(...phrases: readonly Phrase[]): RegExp {
  const texts = phrases.flatMap(({ zh, en }) => [zh, en]).map(escaped);
  return new RegExp(`^(${texts.join("|")})(（选填）| \\(optional\\))?$`);
}

/** The same within a longer text. */
export function within(...phrases: readonly Phrase[]): RegExp {
  return new RegExp(
    phrases
      .flatMap(({ zh, en }) => [zh, en])
      .map(escaped)
      .join("|"),
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What can be seen of a question in `scope`. */
function control(scope: Page | Locator, title: RegExp, field: FieldMade): Locator {
  const group = scope.getByRole("group", { name: title });
  switch (field.type) {
    case "boolean":
      return field.const === true ? scope.getByRole("checkbox", { name: title }).or(group) : group;
    case "array":
    case "object":
      return group;
    default:
      if (field.enum) return group.or(scope.getByRole("combobox", { name: title }));
      return field.format === "date" ? group : scope.getByRole("textbox", { name: title });
  }
}

const YES = /^(是|Yes)$/;
const NO = /^(否|No)$/;

async function answer(at: Locator, field: FieldMade, value: unknown): Promise<void> {
  if (field.type === "boolean") {
    const box = await at.evaluate((element) => element.tagName === "INPUT");
    return box ? at.check() : at.getByRole("radio", { name: value === true ? YES : NO }).check();
  }
  if (field.type === "object") return all(at, field, value);
  if (field.type === "array") return several(at, field, value);
  if (field.enum) {
    const isList = await at.evaluate((element) => element.tagName === "SELECT");
    const option = optionOf(field, value);
    if (!isList) return at.getByRole("radio", { name: either(option) }).check();
    const label = await at.getByRole("option", { name: either(option), includeHidden: true }).textContent();
    await at.selectOption({ label: label ?? "" });
  } else if (field.format === "date") {
    const boxes = at.getByRole("textbox");
    for (const [index, part] of String(value).split("-").entries()) await boxes.nth(index).fill(String(Number(part)));
  } else await at.fill(String(value));
}

async function several(at: Locator, field: FieldMade, value: unknown): Promise<void> {
  const values: readonly unknown[] = Array.isArray(value) ? value : [];
  const items = field.items ?? { type: "string" };
  if (items.enum) {
    for (const one of values) await at.getByRole("checkbox", { name: either(optionOf(items, one)) }).check();
    return;
  }
  for (const [index, one] of values.entries()) {
    const item = at.getByRole("group", { name: new RegExp(`^(第 ${index + 1} 项|No\\. ${index + 1})$`) });
    if ((await item.count()) === 0) await at.getByRole("button", { name: /^(再?添加|Add)/ }).click();
    await expect(item).toBeVisible();
    if (items.type === "object") await all(item, items, one);
    else await item.getByRole("textbox").fill(String(one));
  }
}

async function all(at: Locator, field: FieldMade, value: unknown): Promise<void> {
  const values: Readonly<Record<string, unknown>> = typeof value === "object" && value !== null ? { ...value } : {};
  const left = await fill(at, { properties: field.properties }, values);
  expect(left, "what no field asked for").toEqual([]);
}

/**
 * Fills in what `scope` asks of `answers`; what it does not ask (yet) is handed back. An answer may reveal the next
 * question, so it goes on until a round finds nothing more.
 */
export async function fill(
  scope: Page | Locator,
  schema: unknown,
  answers: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const fields = fieldsOf(schema);
  const unknown = Object.keys(answers).filter((name) => !fields.has(name));
  expect(unknown, "answers without a field").toEqual([]);
  let left = [...fields.keys()].filter((name) => name in answers);
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const later: string[] = [];
    for (const name of left) {
      const field = fields.get(name);
      if (!field) continue;
      const found = control(scope, either(titleOf(name, field)), field);
      if ((await found.count()) === 0) later.push(name);
      else await answer(found.first(), field, answers[name]);
    }
    left = later;
  }
  return left;
}
