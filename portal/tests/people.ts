/** The people of the sample city, who do things as a test needs them done before it looks at a page. */

import { expect, type Page } from "@playwright/test";
import type { City } from "./city.ts";

/** Whom the city knows: what development mode makes a token of. */
export interface Somebody {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly department?: string;
}

export const DISPATCHER: Somebody = {
  subject: "staff-jiang-tao",
  name: "Jiang Tao",
  roles: ["dispatcher"],
  department: "d03-urban",
};

export const OTHER_DISPATCHER: Somebody = { ...DISPATCHER, subject: "staff-other", name: "Other" };

/** Works off what the dispatcher signs for, and may sign for it too. */
export const HANDLER: Somebody = {
  subject: "staff-ding-shan",
  name: "Ding Shan",
  roles: ["dispatcher", "handler"],
  department: "d03-urban",
};

/** Answers the telephone and takes reports down. */
export const AGENT: Somebody = { subject: "staff-agent", name: "Agent", roles: ["agent"], department: "hot" };

/** Stands at the counter of another bureau than the one that has the case. */
export const COUNTER: Somebody = {
  subject: "staff-an-yi",
  name: "An Yi",
  roles: ["window-clerk"],
  department: "gsa",
};

export const AUDITOR: Somebody = { subject: "auditor-1", name: "Jin Cheng", roles: ["auditor"] };

export const ADMIN: Somebody = { subject: "admin-1", name: "City IT", roles: ["admin"] };

export function resident(name: string): Somebody {
  return { subject: name, name, roles: [] };
}

export async function tokenOf(city: City, who: Somebody): Promise<string> {
  const told = await post(city, "/dev/token", who);
  return String(told.access_token);
}

/** Somebody is signed in on a page that is opened after this. */
export async function signedIn(page: Page, city: City, who: Somebody): Promise<void> {
  const session = JSON.stringify({ token: await tokenOf(city, who), name: who.name });
  await page.addInitScript((known) => sessionStorage.setItem("cityhall.session", known), session);
}

/** An API key for a partner's systems, good for a day. */
export async function issuesKey(city: City, partner: string, label: string): Promise<string> {
  const query = `mutation($input: IssueApiKeyInput!) { issueApiKey(input: $input) { token userErrors { code } } }`;
  const input = { partner, label, until: new Date(Date.now() + 86_400_000).toISOString() };
  const told = await post(city, "/graphql", { query, variables: { input } }, await tokenOf(city, ADMIN));
  expect(told.data.issueApiKey.userErrors).toEqual([]);
  return told.data.issueApiKey.token;
}

/** A report of a pothole; its number. */
export async function reports(city: City, who: Somebody): Promise<string> {
  return reportsWith(city, await tokenOf(city, who));
}

/** The same by whoever bears this token. */
export async function reportsWith(city: City, token: string): Promise<string> {
  const answers = {
    street: "590103001",
    location: "松涛路与鹤鸣街路口",
    damage: "Pothole",
    danger: true,
    description: "坑洞直径约半米，下雨后看不出深浅。",
    wantsReply: true,
    phone: "15400000003",
  };
  const query = `mutation($input: SubmitCaseInput!) {
    submitCase(input: $input) { case { number } userErrors { code field } } }`;
  const input = { module: "pothole-report", answers };
  const told = await post(city, "/graphql", { query, variables: { input } }, token);
  expect(told.data.submitCase.userErrors).toEqual([]);
  return told.data.submitCase.case.number;
}

/** Asks the API as somebody, or as nobody in particular; what it answered without an error. */
// biome-ignore lint/suspicious/noExplicitAny: what comes is looked at where it is used
export async function asks(city: City, who: Somebody | null, query: string, variables: object): Promise<any> {
  const told = await post(city, "/graphql", { query, variables }, who ? await tokenOf(city, who) : undefined);
  expect(told.errors).toBeUndefined();
  return told.data;
}

/** Takes a case in hand, as an officer does it elsewhere. */
export async function claims(city: City, who: Somebody, number: string): Promise<void> {
  const token = await tokenOf(city, who);
  const asked = { query: "query($number: String!) { case(number: $number) { id } }", variables: { number } };
  let caseId = "";
  // What was just handed in is read a moment later.
  const found = async () => {
    caseId = (await post(city, "/graphql", asked, token)).data.case?.id ?? "";
    return caseId;
  };
  await expect.poll(found).not.toBe("");
  const query = "mutation($input: ClaimCaseInput!) { claimCase(input: $input) { userErrors { code } } }";
  const told = await post(city, "/graphql", { query, variables: { input: { caseId } } }, token);
  expect(told.data.claimCase.userErrors).toEqual([]);
}

/** Gives it back. */
export async function releases(city: City, who: Somebody, caseId: string): Promise<void> {
  const query = "mutation($input: ReleaseCaseInput!) { releaseCase(input: $input) { userErrors { code } } }";
  const told = await asks(city, who, query, { input: { caseId } });
  expect(told.releaseCase.userErrors).toEqual([]);
}

// biome-ignore lint/suspicious/noExplicitAny: what comes is looked at where it is used
async function post(city: City, path: string, body: unknown, token?: string): Promise<any> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(city.address + path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

/** Somebody takes the place of whoever used this page before; the next page that is opened is theirs. */
export async function becomes(page: Page, city: City, who: Somebody): Promise<void> {
  if (!page.url().startsWith(city.address)) await page.goto("/");
  const session = JSON.stringify({ token: await tokenOf(city, who), name: who.name });
  await page.evaluate((known) => sessionStorage.setItem("cityhall.session", known), session);
}

/** Nobody uses the page any more. */
export async function leaves(page: Page, city: City): Promise<void> {
  if (!page.url().startsWith(city.address)) await page.goto("/");
  await page.evaluate(() => sessionStorage.removeItem("cityhall.session"));
}

/** Time passes for the law; what comes back is the time that it is then. */
export async function passes(city: City, time: { readonly forward: string } | { readonly now: string }): Promise<Date> {
  return new Date((await post(city, "/dev/clock", time)).now);
}
