/** What services are called: the city counts them by name. */

import { request } from "../../api/client.ts";
import { ServiceNamesDocument, type ServiceNamesQuery } from "../operations.ts";

/** All titles by name; those that could not be read are missing. */
export async function serviceNames(): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  let page: Page = null;
  do {
    page = await pageAfter(page?.pageInfo.endCursor ?? null);
    for (const { name, title } of page?.nodes ?? []) if (name && title) names.set(name, title);
  } while (page?.pageInfo.hasNextPage);
  return names;
}

type Page = ServiceNamesQuery["serviceModules"];

async function pageAfter(after: string | null): Promise<Page> {
  const outcome = await request(ServiceNamesDocument, { after });
  return outcome.ok ? outcome.value.serviceModules : null;
}
