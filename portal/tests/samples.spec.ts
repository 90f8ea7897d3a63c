import { sets } from "../words/sets.ts";
import { Officer, Resident } from "./acting.ts";
import { test } from "./apart.ts";
import { type City, isAccessible } from "./city.ts";
import { within } from "./filling.ts";
import { moduleOf, type Sample, type Step, samples } from "./manifests.ts";
import { passes, type Somebody } from "./people.ts";

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
        else if (isByResident(step)) await new Resident(page, city, actor(step)).performs(number, module, step);
        else if (step.refused) await new Officer(page, city, actor(step)).isRefused(number, module, step);
        else await new Officer(page, city, actor(step)).performs(number, module, step);
      });
    await resident.sees(number, within(ending(sample.ends)));
    await isAccessible(page);
  });
}

function isByResident(step: Step): boolean {
  return step.as !== undefined && (step.as.roles ?? []).length === 0;
}

function actor(step: Step): Somebody {
  if (!step.as) throw new Error("nobody does this step");
  return { ...step.as, roles: step.as.roles ?? [] };
}

function told(step: Step): string {
  return (
    step.forward ??
    step.clock ??
    `${step.as?.name} ${step.mutation ?? step.action}${step.refused ? `, ${step.refused}` : ""}`
  );
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
