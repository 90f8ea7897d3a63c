/** What happens to cases before a test looks at a page: people hand them in and officers work on them. */

import { expect } from "@playwright/test";
import type { City } from "./city.ts";
import { asks, type Somebody } from "./people.ts";

export interface Filed {
  readonly id: string;
  readonly number: string;
  readonly code: string;
}

const READ = "query($number: String!, $atLeast: Position) { case(number: $number, atLeast: $atLeast) { id } }";

/** A new case of a module; nobody in particular hands it in where nobody is named. */
export async function files(city: City, who: Somebody | null, module: string, more: object): Promise<Filed> {
  const query = `mutation($input: SubmitCaseInput!) { payload: submitCase(input: $input) {
    case { id number } receiptCode position userErrors { code field } } }`;
  const { payload } = await asks(city, who, query, { input: { module, ...more } });
  expect(payload.userErrors).toEqual([]);
  // From now on whoever looks finds it.
  if (who) await asks(city, who, READ, { number: payload.case.number, atLeast: payload.position });
  return { ...payload.case, code: payload.receiptCode };
}

/** An officer does something to a case. */
export async function does(city: City, who: Somebody, of: Filed, action: string, more: object = {}): Promise<void> {
  const query = `mutation($input: PerformActionInput!) { payload: performAction(input: $input) {
    position userErrors { code field message } } }`;
  const { payload } = await asks(city, who, query, { input: { caseId: of.id, action, ...more } });
  expect(payload.userErrors, action).toEqual([]);
}

/** The types of what happened to a case, as its applicant sees it. */
export async function happened(city: City, who: Somebody, of: Filed): Promise<string[]> {
  const query = "query($number: String!) { case(number: $number) { timeline(first: 100) { nodes { type } } } }";
  const told = await asks(city, who, query, { number: of.number });
  return told.case.timeline.nodes.map(({ type }: { type: string }) => type);
}

export const PARKING_CLERK: Somebody = {
  subject: "staff-fu-min",
  name: "Fu Min",
  roles: ["window-clerk"],
  department: "d02-parking",
};

/** A parking pass whose number of a deed is not complete. */
export function parking(city: City, who: Somebody): Promise<Filed> {
  const answers = {
    applicantId: "590102199006150020",
    mobile: "15400000001",
    street: "590102001",
    community: "月桥社区",
    homeAddress: "月桥路8号3幢2单元501室",
    homeProof: "Owned",
    homeProofNo: "QS-BDC-0001",
    roadSection: "月桥路（镜湖街至望月巷）",
    plate: "清A·00001",
    vin: "LZSTEST0000000017",
    noOwnSpace: true,
    carOwner: "Spouse",
    ownerName: "周远",
    ownerId: "590104198811200033",
    marriageCertificateNo: "J590102-2015",
  };
  return files(city, who, "resident-parking", { answers });
}

/** A household that asks for a public rental flat. */
export function rental(city: City, who: Somebody): Promise<Filed> {
  const answers = {
    applicantName: "吴佩",
    applicantId: "590103200002290108",
    mobile: "15400000033",
    district: "590102",
    address: "映月区月桥街道望月里3号楼2单元101室",
    household: "Local",
    members: [
      { name: "吴佩", relation: "本人", work: "飞鹭速递", monthlyIncome: 3200 },
      { name: "吴念", relation: "女儿", monthlyIncome: 0 },
    ],
    currentHousing: "Rented",
    areaPerHead: 0,
    incomePerHead: 1600,
    vehicleValue: 0,
    preferred: ["590102", "590104"],
    accessible: false,
    subsidyInstead: false,
    consent: true,
  };
  return files(city, who, "public-rental", { answers, documents: ["income-proof"] });
}

/** What is told of a pothole. */
export const POTHOLE = {
  street: "590103001",
  location: "松涛路与鹤鸣街路口",
  damage: "Pothole",
  danger: true,
  description: "坑洞直径约半米，下雨后看不出深浅。",
  wantsReply: true,
  phone: "15400000003",
};
