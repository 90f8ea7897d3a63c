/** What happens to cases before a test looks at a page: people hand them in and officers work on them. */

import { expect } from "@playwright/test";
import type { City } from "./city.ts";
import { asks, type Somebody } from "./people.ts";

export interface Filed {
  readonly id: string;
  readonly number: string;
  readonly code: string;
}

/** A new case of a module; nobody in particular hands it in where nobody is named. */
export async function files(city: City, who: Somebody | null, module: string, more: object): Promise<Filed> {
  const query = `mutation($input: SubmitCaseInput!) { payload: submitCase(input: $input) {
    case { id number } receiptCode position userErrors { code field } } }`;
  const { payload } = await asks(city, who, query, { input: { module, ...more } });
  expect(payload.userErrors).toEqual([]);
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
