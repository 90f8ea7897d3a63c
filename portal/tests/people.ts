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

export const AUDITOR: Somebody = { subject: "auditor-1", name: "Jin Cheng", roles: ["auditor"] };

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

/** A report of a pothole; its number. */
export async function reports(city: City, who: Somebody): Promise<string> {
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
  const told = await post(city, "/graphql", { query, variables: { input } }, await tokenOf(city, who));
  expect(told.data.submitCase.userErrors).toEqual([]);
  return told.data.submitCase.case.number;
}

// biome-ignore lint/suspicious/noExplicitAny: what comes is looked at where it is used
async function post(city: City, path: string, body: unknown, token?: string): Promise<any> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(city.address + path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}
