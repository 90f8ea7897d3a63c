import type { Locator, Page } from "@playwright/test";
import { apply } from "../words/apply.ts";
import { words as handled } from "../words/desk-case.ts";
import { sets } from "../words/sets.ts";
import { shared } from "../words/shared.ts";
import { expect, isAccessible, test } from "./city.ts";
import { either, within } from "./filling.ts";
import { moduleOf } from "./manifests.ts";
import { becomes, DISPATCHER, reports, resident } from "./people.ts";
import { isReady } from "./screens.ts";

const STEPS_MAX = 120;

/** Goes on by the tab key until `wanted` has the focus. */
async function reach(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted.first()).toBeVisible();
  const has = () => wanted.first().evaluate((element) => element === document.activeElement);
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if (await has()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${wanted} is not reached by the tab key`);
}

test("a resident applies by the keyboard alone", async ({ page, city }) => {
  await becomes(page, city, resident(`typist-${test.info().project.name}`));
  await page.goto("/services/pothole-report");
  await isReady(page);
  await reach(page, page.getByRole("main").getByRole("link", { name: /^(在线办理|Start)/ }));
  await page.keyboard.press("Enter");
  const onward = page.getByRole("button", { name: either(shared.continue) });
  await reach(page, page.getByRole("combobox"));
  await page.keyboard.press("ArrowDown");
  await reach(page, page.getByRole("textbox").first());
  await page.keyboard.type("松涛路与鹤鸣街路口");
  const head = page.getByRole("heading", { level: 1 });
  while ((await onward.count()) > 0) {
    const before = await head.textContent();
    for (const group of await page
      .getByRole("group")
      .filter({ has: page.getByRole("radio") })
      .all()) {
      await reach(page, group.getByRole("radio"));
      await page.keyboard.press("Space");
      // The last choice asks for nothing more.
      await page.keyboard.press("ArrowUp");
    }
    await reach(page, onward);
    await page.keyboard.press("Enter");
    await expect(head).not.toHaveText(before ?? "");
  }
  await reach(page, page.getByRole("button", { name: either(apply.submit) }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/receipt\//);
  await isAccessible(page);
});

test("an officer finds, claims and signs a case by the keyboard alone", async ({ page, city }) => {
  const number = await reports(city, resident("reporter-to-a-typist"));
  const sign = moduleOf("pothole-report").workflow.actions.find(({ name }) => name === "sign");
  if (!sign) throw new Error("a report is not signed");
  await becomes(page, city, DISPATCHER);
  await page.goto("/desk?list=unassigned&order=newest");
  await isReady(page);
  await reach(page, page.getByRole("link", { name: number }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${city.address}/desk/cases/${number}`);
  await reach(page, page.getByRole("button", { name: either(sets.AssignmentAct.CLAIM) }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: either(sets.AssignmentAct.RELEASE) })).toBeVisible();
  await reach(page, page.getByRole("button", { name: either(sign.title) }));
  await page.keyboard.press("Enter");
  await reach(page, page.getByRole("form").getByRole("button", { name: /^(确认|Confirm)/ }));
  await page.keyboard.press("Enter");
  const { zh, en } = sign.title;
  const acts = page.getByRole("region", { name: either(handled.acts.title) });
  await expect(acts.getByRole("status")).toHaveText(within({ zh: `已办理：${zh}`, en: `Done: ${en}` }));
  await isAccessible(page);
});
