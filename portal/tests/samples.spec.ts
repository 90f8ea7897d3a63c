import { sets } from "../words/sets.ts";
import { Officer, Resident } from "./acting.ts";
import { test } from "./apart.ts";
import { type City, expect, isAccessible } from "./city.ts";
import { within } from "./filling.ts";
import { moduleOf, type Sample, type Step, samples } from "./manifests.ts";
import { calls, idOf, passes, type Somebody } from "./people.ts";

/** What no page does yet, and why; it is done over the API until then. This only ever gets shorter. */
const BY_API: Readonly<Record<string, string>> = {
  "answer-supplement": "the hall does not show what an applicant may do",
  reopen: "the hall does not show what an applicant may do",
  confirm: "the hall does not show what an applicant may do",
  presentDocuments: "the hall takes documents with the application only",
  raiseObjection: "the hall takes no objection to a public notice",
};

/** These are done in every combination of screen and language; the others once. */
const IN_FOUR = ["pothole-report", "resident-parking", "hygiene-licence.commitment"];

test.describe.configure({ mode: "parallel" });

for (const sample of samples()) {
  const tag = IN_FOUR.includes(sample.name) ? "@four" : "@once";
  test(`${sample.name} is applied for and finished through the pages`, { tag }, async ({ page, city }) => {
    const module = moduleOf(sample.input.module);
    const applicant = { ...sample.applicant, roles: [] };
    const answers = { ...sample.input.answers, ...(await daysOf(city, sample)) };
    const resident = new Resident(page, city, applicant);
    const number = await resident.applies(sample.input.module, { ...sample.input, answers });
    for (const step of sample.steps)
      await test.step(told(step), async () => {
        if (step.forward) await passes(city, { forward: step.forward });
        else if (step.clock) await passes(city, { now: step.clock });
        else if (isByApi(step)) await byApi(city, applicant, number, step);
        else if (isByResident(step)) await new Resident(page, city, actor(step)).performs(number, module, step);
        else if (step.refused) await new Officer(page, city, actor(step)).isRefused(number, module, step);
        else await new Officer(page, city, actor(step)).performs(number, module, step);
      });
    await resident.sees(number, within(ending(sample.ends)));
    await isAccessible(page);
  });
}

test("what is done over the API is what a sample needs", { tag: "@once" }, () => {
  const needed = samples().flatMap((sample) => sample.steps.filter(isByApi).map(kindOf));
  expect(Object.keys(BY_API).sort()).toEqual([...new Set(needed)].sort());
  for (const [step, why] of Object.entries(BY_API)) console.log(`by API: ${step}: ${why}`);
});

function kindOf(step: Step): string {
  return step.mutation ?? step.action ?? "";
}

function isByResident(step: Step): boolean {
  return step.as !== undefined && (step.as.roles ?? []).length === 0;
}

/** Whether an applicant, or another resident, does what the hall cannot do. */
function isByApi(step: Step): boolean {
  return isByResident(step) && kindOf(step) in BY_API;
}

async function byApi(city: City, applicant: Somebody, number: string, step: Step): Promise<void> {
  const { as: _, mutation = "performAction", refused, ...input } = step;
  const caseId = await idOf(city, applicant, number);
  const codes = await calls(city, actor(step), mutation, { ...input, caseId });
  expect(codes).toEqual(refused ? [refused] : []);
}

function actor(step: Step): Somebody {
  if (!step.as) throw new Error("nobody does this step");
  return { ...step.as, roles: step.as.roles ?? [] };
}

function told(step: Step): string {
  return step.forward ?? step.clock ?? `${step.as?.name} ${kindOf(step)}${step.refused ? `, ${step.refused}` : ""}`;
}

function ending(end: string) {
  const found = Object.entries(sets.CaseEnd).find(([name]) => name === end)?.[1];
  if (!found) throw new Error(`no case ends ${end}`);
  return found;
}

/** Answers that are days before the day on which somebody applies. */
async function daysOf(city: City, sample: Sample): Promise<Record<string, string>> {
  const today = await passes(city, { forward: "PT1S" });
  const before = (days: number) => new Date(today.getTime() - days * 86_400_000);
  const day = (at: Date) => at.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  return Object.fromEntries(Object.entries(sample.daysAgo ?? {}).map(([field, days]) => [field, day(before(days))]));
}
