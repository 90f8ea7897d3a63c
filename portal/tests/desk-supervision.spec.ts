import type { Locator } from "@playwright/test";
import { words as handled } from "../words/desk-case.ts";
import { test } from "./apart.ts";
import { does, type Filed, files, POTHOLE } from "./cases.ts";
import { type City, expect, isAccessible } from "./city.ts";
import { either } from "./filling.ts";
import { DISPATCHER, passes, resident, type Somebody, signedIn } from "./people.ts";

const SUPERVISOR: Somebody = { subject: "staff-wen-du", name: "Wen Du", roles: ["supervisor"], department: "gov" };
const LEADER: Somebody = { subject: "staff-ye-lan", name: "Ye Lan", roles: ["leader"], department: "gov" };

const INSTRUCT = /^(批示|Say what is to be done)$/;
const EXTEND = /^(延期|Give more time)$/;
const FEEDBACK = /^(反馈|Say what was done)$/;
const CLOSE = /^(办结|Close the matter)/;

/** Something is written in a matter; the form in which it was. */
async function writes(matter: Locator, what: RegExp, text: string): Promise<Locator> {
  await matter.locator("summary").filter({ hasText: what }).click();
  const form = matter.locator("form").filter({ has: matter.page().getByRole("button", { name: what }) });
  await form.getByRole("textbox").last().fill(text);
  await form.getByRole("button", { name: what }).click();
  return form;
}

/** A report that was signed for and then left until its limit had passed. */
async function late(city: City, name: string): Promise<Filed> {
  const me = resident(`${name}-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const filed = await files(city, me, "pothole-report", { answers: POTHOLE });
  await does(city, DISPATCHER, filed, "sign");
  await passes(city, { forward: "PT480H" });
  return filed;
}

test("a leader withdraws a card with a reason; whoever may not is not offered it", async ({ page, city }) => {
  const filed = await late(city, "card");
  const limits = page.getByRole("region", { name: /^(期限|Limits)$/ });
  const withdraw = limits.getByRole("button", { name: /^(撤牌|Withdraw the card)$/ });
  const opens = async (who: Somebody) => {
    await signedIn(page, city, who);
    await page.goto(`/desk/cases/${filed.number}`);
    await expect(limits.getByRole("heading", { name: either(handled.cards.title) })).toBeVisible();
  };
  const offer = limits.locator("summary").filter({ hasText: /^(撤牌|Withdraw the card)$/ });
  await opens(DISPATCHER);
  await expect(offer).toHaveCount(0);
  await opens(LEADER);
  await offer.click();
  await withdraw.click();
  const reason = limits.getByRole("textbox", { name: /^(理由|Reason)$/ });
  await expect(reason).toHaveAttribute("aria-invalid", "true");
  await isAccessible(page);
  const standing = limits.getByRole("combobox", { name: /^(哪一张牌|Which card)$/ });
  const before = await standing.getByRole("option").count();
  expect(before).toBeGreaterThan(0);
  await reason.fill("暴雨封路三天。");
  await withdraw.click();
  await expect(limits.getByText(/已撤牌|Withdrawn/)).toHaveCount(1);
  if (before > 1) await expect(standing.getByRole("option")).toHaveCount(before - 1);
  else await expect(standing).toHaveCount(0);
  await isAccessible(page);
});

test("what a card opens is instructed, extended, answered and closed, each by whom it is for", async ({
  page,
  city,
}) => {
  const filed = await late(city, "matter");
  const matter = page.getByRole("article").filter({ hasText: filed.number }).first();
  const opens = async (who: Somebody) => {
    await signedIn(page, city, who);
    await page.goto("/desk/supervision");
    await expect(matter).toBeVisible();
  };
  const told = (text: string) => matter.getByRole("list").getByText(text);
  await opens(SUPERVISOR);
  await writes(matter, INSTRUCT, "请于三日内修复。");
  await expect(told("请于三日内修复。")).toBeVisible();
  await writes(matter, EXTEND, "连日暴雨。");
  await expect(told("连日暴雨。")).toBeVisible();
  await expect(matter.locator("summary").filter({ hasText: EXTEND })).toHaveCount(0);
  await expect(matter.getByRole("button", { name: CLOSE })).toHaveCount(0);
  await isAccessible(page);
  // Each is offered what they may do, and nothing else.
  await expect(matter.locator("summary").filter({ hasText: FEEDBACK })).toHaveCount(0);
  await opens(DISPATCHER);
  await expect(matter.locator("summary")).toHaveText([FEEDBACK]);
  await writes(matter, FEEDBACK, "已派队修复。");
  await expect(told("已派队修复。")).toBeVisible();
  await opens(SUPERVISOR);
  await matter.getByRole("button", { name: CLOSE }).click();
  await expect(page.getByRole("button", { name: new RegExp(`${CLOSE.source}.*${filed.number}`) })).toHaveCount(0);
  await page.getByRole("link", { name: /^(全部|All)$/ }).click();
  await expect(
    page
      .getByRole("article")
      .filter({ hasText: filed.number })
      .getByText(/办结于?|Closed/)
      .first(),
  ).toBeVisible();
  await isAccessible(page);
});
