/** What residents and officers do through the pages. Each screen is known here and nowhere else in the journeys. */

import { expect, type Locator, type Page } from "@playwright/test";
import { apply } from "../words/apply.ts";
import { words as handled } from "../words/desk-case.ts";
import { shared } from "../words/shared.ts";
import type { City } from "./city.ts";
import { either, fill, within } from "./filling.ts";
import {
  type ActionMade,
  departmentTitle,
  fieldsOf,
  type ModuleMade,
  moduleOf,
  type Step,
  titleOf,
} from "./manifests.ts";
import { becomes, type Somebody } from "./people.ts";

/** What somebody hands in with an application. */
export interface Application {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly documents?: readonly string[];
  readonly documentsFollow?: boolean;
}

/** Somebody who uses the pages, one after the other with others who use the same browser. */
class Person {
  constructor(
    protected readonly page: Page,
    protected readonly city: City,
    protected readonly who: Somebody,
  ) {}

  protected async opens(path: string): Promise<void> {
    await becomes(this.page, this.city, this.who);
    await this.page.goto(path);
  }

  /** The forms of actions are the same in the hall and at the desk. */
  protected async does(module: ModuleMade, step: Step): Promise<void> {
    const action = actionOf(module, step);
    await this.page.getByRole("button", { name: either(action.title) }).click();
    const form = this.page.getByRole("form", { name: either(action.title) });
    await this.fillsIn(form, module, step);
    await form.getByRole("button", { name: /^(确认|Confirm)/ }).click();
  }

  protected async fillsIn(form: Locator, module: ModuleMade, step: Step): Promise<void> {
    const { legalBasis, department } = step;
    const basis = module.guide.legalBasis?.find(({ name }) => name === legalBasis)?.text;
    const bases = form.getByRole("combobox", { name: within(handled.acts.legalBasis) });
    if (basis) await chooses(form, within(handled.acts.legalBasis), within(basis));
    // The only basis there is stands there already: who forgets it has taken it away.
    else if ((await bases.count()) > 0) await bases.selectOption("");
    const to = form.getByRole("combobox", { name: within(handled.acts.department) });
    if (department && (await to.count()) > 0)
      await chooses(form, within(handled.acts.department), either(departmentTitle(department)));
    for (const item of step.items ?? []) {
      const name = item.slice(1);
      const field = fieldsOf(module.form.schema).get(name);
      if (field) await form.getByRole("checkbox", { name: either(titleOf(name, field)) }).check();
    }
    for (const document of step.documents ?? [])
      await form.getByRole("checkbox", { name: documentTitle(module, document) }).check();
    const demanded = actionOf(module, step).demands?.fields?.schema;
    if (step.fields) expect(await fill(form, demanded, step.fields)).toEqual([]);
    if (step.answers) expect(await fill(form, module.form.schema, step.answers)).toEqual([]);
    if (step.reason) await form.getByRole("textbox", { name: within(handled.acts.reason, WHY) }).fill(step.reason);
  }
}

export class Resident extends Person {
  /** Applies from the guide to the receipt; the number of the case. */
  async applies(service: string, application: Application): Promise<string> {
    const module = moduleOf(service);
    const { page } = this;
    await this.opens(`/services/${service}/apply`);
    const send = page.getByRole("button", { name: either(apply.submit) });
    const onward = page.getByRole("button", { name: either(shared.continue) });
    let left = Object.keys(application.answers);
    const offered = page.getByRole("group", { name: either(apply.ownDocuments) });
    for (;;) {
      await expect(send.or(onward)).toBeVisible();
      if (await send.isVisible()) break;
      if ((await offered.count()) > 0) await this.handsOver(module, offered, application);
      else left = await fill(page.getByRole("main"), module.form.schema, pick(application.answers, left));
      const before = page.url();
      await onward.click();
      await expect(page).not.toHaveURL(before);
    }
    expect(left, "answers that nobody asked for").toEqual([]);
    await send.click();
    await expect(page).toHaveURL(/\/receipt\//);
    const number = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    await expect(page.getByText(number).first()).toBeVisible();
    return number;
  }

  private async handsOver(module: ModuleMade, offered: Locator, application: Application): Promise<void> {
    for (const document of application.documents ?? [])
      await offered.getByRole("checkbox", { name: documentTitle(module, document) }).check();
    if (application.documentsFollow) await this.page.getByRole("checkbox", { name: either(apply.promise) }).check();
  }

  /** Does what the step says to a case. */
  async performs(number: string, module: ModuleMade, step: Step): Promise<void> {
    await this.opens(`/cases/${number}`);
    if (step.mutation === "presentDocuments") return this.handsIn(module, step);
    if (step.mutation === "raiseObjection") return this.objects(step);
    await this.does(module, step);
    await expect(this.page.getByRole("form", { name: either(actionOf(module, step).title) })).toHaveCount(0);
  }

  private async handsIn(module: ModuleMade, step: Step): Promise<void> {
    for (const document of step.documents ?? [])
      await this.page.getByRole("checkbox", { name: documentTitle(module, document) }).check();
    await this.page.getByRole("button", { name: /^(交这些材料|Hand these in)$/ }).click();
    await expect(this.page.getByRole("status").filter({ hasText: /^(已登记|Taken down)/ })).toBeVisible();
  }

  private async objects(step: Step): Promise<void> {
    await this.page.getByRole("textbox", { name: /^(您认为哪里不对|What you think is wrong)/ }).fill(step.reason ?? "");
    await this.page.getByRole("button", { name: /^(提出异议|Object)$/ }).click();
    const told = this.page.getByRole("status").filter({ hasText: /^(已收到您的异议|Your objection)/ });
    const refused = this.page.getByRole("alert").filter({ hasText: /^(您已经提出过异议|You have objected)/ });
    await expect(step.refused ? refused : told).toBeVisible();
  }

  /** Sees how the case ended. */
  async sees(number: string, ending: RegExp): Promise<void> {
    await this.opens(`/cases/${number}`);
    await expect(this.page.getByRole("heading", { level: 2, name: ending })).toBeVisible();
  }
}

export class Officer extends Person {
  /** Does what the step says to a case. */
  async performs(number: string, module: ModuleMade, step: Step): Promise<void> {
    await this.opens(`/desk/cases/${number}`);
    await this.does(module, step);
    const { title } = actionOf(module, step);
    const done = this.page
      .getByRole("status")
      .filter({ hasText: within({ zh: `已办理：${title.zh}`, en: `Done: ${title.en}` }) });
    // Whoever passes a case on may see no more of it.
    await expect(done.or(this.page.getByText(either(handled.page.notFound)))).toBeVisible();
  }

  /** Is not offered what the step says; or is, and told why it is not done. */
  async isRefused(number: string, module: ModuleMade, step: Step): Promise<void> {
    await this.opens(`/desk/cases/${number}`);
    const { title } = actionOf(module, step);
    await expect(this.page.getByRole("region", { name: either(handled.acts.title) })).toBeVisible();
    if ((await this.page.getByRole("button", { name: either(title) }).count()) === 0) return;
    await this.does(module, step);
    const form = this.page.getByRole("form", { name: either(title) });
    const told = form.getByRole("alert").filter({ hasText: /\S/ });
    await expect(told.or(form.locator("[aria-invalid=true]")).first()).toBeVisible();
  }
}

/** What the city itself lets an applicant do, in no module's words. */
const ANSWER: ActionMade = {
  name: "answer-supplement",
  title: { zh: "补正", en: "Answer the supplement notice" },
  roles: [],
};

function actionOf(module: ModuleMade, step: Step): ActionMade {
  if (step.action === ANSWER.name) return ANSWER;
  const found = module.workflow.actions.find(({ name }) => name === step.action);
  if (!found) throw new Error(`the module has no action ${step.action}`);
  return found;
}

function documentTitle(module: ModuleMade, name: string): RegExp {
  const found = module.documents?.find((one) => one.name === name);
  if (!found) throw new Error(`the module has no document ${name}`);
  return either(found.title);
}

async function chooses(scope: Locator, label: RegExp, option: RegExp): Promise<void> {
  const list = scope.getByRole("combobox", { name: label });
  const title = await list.getByRole("option", { name: option, includeHidden: true }).first().textContent();
  await list.selectOption({ label: title ?? "" });
}

function pick(answers: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.includes(name)));
}

/** How the hall asks for a reason. */
const WHY = { zh: "原因", en: "Why" };
