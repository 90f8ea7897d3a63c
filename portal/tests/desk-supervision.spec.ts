import type { Locator } from "@playwright/test";
import { words as handled } from "../words/desk-case.ts";
import { tellings, words } from "../words/desk-supervision.ts";
import { sets } from "../words/sets.ts";
import { test } from "./apart.ts";
import { does, type Filed, files, POTHOLE } from "./cases.ts";
import { type City, expect, isAccessible } from "./city.ts";
import { either, within } from "./filling.ts";
import { asks, DISPATCHER, passes, resident, type Somebody, signedIn } from "./people.ts";

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
  // Cards are drawn, and matters opened, behind the clock: the red one last.
  await expect.poll(() => cardsOf(city, filed)).toContain("RED");
  return filed;
}

/** The cards for which somebody follows a case. */
async function cardsOf(city: City, filed: Filed): Promise<string[]> {
  const query = `query($number: String!) { supervisionMatters(filter: { caseNumber: $number }) { nodes { cardKind } } }`;
  const told = await asks(city, SUPERVISOR, query, { number: filed.number });
  return told.supervisionMatters.nodes.map(({ cardKind }: { cardKind: string }) => cardKind);
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
    await page.goto(`/desk/supervision?case=${filed.number}`);
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

test("a supervisor opens a matter from the page of a case, which leads to it; others are not offered it", async ({
  page,
  city,
}) => {
  const me = resident(`watched-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const filed = await files(city, me, "pothole-report", { answers: POTHOLE });
  const region = page.getByRole("region", { name: either(words.matter.title) });
  await signedIn(page, city, DISPATCHER);
  await page.goto(`/desk/cases/${filed.number}`);
  await expect(page.getByRole("region", { name: either(handled.limits.title) })).toBeVisible();
  await expect(region).toHaveCount(0);

  await signedIn(page, city, SUPERVISOR);
  await page.goto(`/desk/cases/${filed.number}`);
  await region.locator("summary").click();
  const open = region.getByRole("button", { name: either(words.matter.openOne) });
  const text = region.getByRole("textbox", { name: either(words.matter.todo) });
  await open.click();
  await expect(text).toHaveAttribute("aria-invalid", "true");
  await region.getByRole("combobox").selectOption("SUPERIOR");
  await text.fill("请说明为什么没有签收。");
  await open.click();
  const one = { zh: tellings.matters.zh(1), en: tellings.matters.en(1) };
  await region.getByRole("link", { name: either(one) }).click();
  const about = { zh: tellings.about.zh(filed.number), en: tellings.about.en(filed.number) };
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(either(about));
  await isAccessible(page);
  const matter = page.getByRole("article");
  await expect(matter).toHaveCount(1);
  await expect(matter).toContainText("请说明为什么没有签收。");
  await expect(matter).toContainText(within(sets.SupervisionLevel.SUPERIOR));
  await page.getByRole("link", { name: either(words.matter.everything) }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(either(words.matter.title));

  // Whose department is asked sees that there is one.
  await signedIn(page, city, DISPATCHER);
  await page.goto(`/desk/cases/${filed.number}`);
  await expect(region.getByRole("link", { name: either(one) })).toBeVisible();
  await expect(region.locator("summary")).toHaveCount(0);
  await isAccessible(page);
});
