import { execFileSync } from "node:child_process";
import { expect, isAccessible, test } from "./city.ts";
import { AUDITOR, reports, resident, signedIn } from "./people.ts";

/** How many cases were ever handed in, counted from nothing but the stored events. */
function submitted(binary: string, data: string): number {
  const told = execFileSync(binary, ["events", "--data", data], { encoding: "utf8", maxBuffer: 2 ** 28 });
  return told.split("\n").filter((line) => line !== "" && JSON.parse(line).type === "CaseSubmitted").length;
}

test("the board's total is what the events tell, and grows while somebody looks", async ({ page, city }) => {
  await reports(city, resident(`counted-${test.info().project.name}`));
  await signedIn(page, city, AUDITOR);
  await page.goto("/board");
  const total = page.getByRole("listitem").filter({ hasText: /办件总数|Cases in all/ });
  const shown = async (): Promise<number> => Number(await total.first().getByRole("strong").textContent());
  await expect(total.first()).toBeVisible();
  // Another test of this city may hand in a case at any time: both are counted until they agree.
  await expect.poll(async () => (await shown()) - submitted(city.binary, city.data), { timeout: 15_000 }).toBe(0);
  const before = await shown();
  await isAccessible(page);
  await reports(city, resident(`counted-later-${test.info().project.name}`));
  await expect.poll(shown, { timeout: 20_000 }).toBeGreaterThan(before);
});
