/** A city outside development, whose people come from two real OpenID providers. */

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test as base, serve } from "./city.ts";
import { CLIENT, provider, RESOURCE } from "./provider.ts";

/** Residents stay signed in while they work; of officers the provider wants to know each time. */
const RESIDENTS = { name: "residents", title: { zh: "统一认证", en: "City account" } };
const STAFF = { name: "staff", title: { zh: "员工账号", en: "Staff account" } };

export const test = base.extend<Record<never, never>, { outside: string }>({
  // A city outside development, whose people come from two real providers.
  outside: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads from the pattern what is wanted
    async ({}, use) => {
      const home = await mkdtemp(join(tmpdir(), "cityhall-signin-"));
      const residents = await provider(RESIDENTS.name, {});
      const dispatcher = { roles: ["dispatcher"], department: "d03-urban" };
      const staff = await provider(STAFF.name, { lin: dispatcher, shen: dispatcher });
      const of = (issuer: string, portal: object, more: object) => ({
        issuer,
        audience: RESOURCE,
        discovery: "OpenIdConnect",
        portal: { clientId: CLIENT, resource: RESOURCE, ...portal },
        ...more,
      });
      const issuers = [
        of(
          residents.issuer,
          { title: RESIDENTS.title, scopes: ["openid", "profile", "offline_access"], pages: ["Hall"] },
          { subjectPrefix: "resident", roles: "Nobody" },
        ),
        of(
          staff.issuer,
          { title: STAFF.title, scopes: ["openid", "profile"], pages: ["Desk", "Board"] },
          { subjectPrefix: "staff" },
        ),
      ];
      const city = await serve([
        "--key",
        await key(home),
        "--city",
        await manifests(home, issuers),
        "--data",
        join(home, "data"),
      ]);
      for (const one of [residents, staff]) one.open(city.address);
      await use(city.address);
      await city.end();
      for (const one of [residents, staff]) await one.close();
      await rm(home, { recursive: true });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ outside }, use) => use(outside),
});

async function key(home: string): Promise<string> {
  const file = join(home, "key");
  await writeFile(file, "5a".repeat(32));
  return file;
}

async function manifests(home: string, issuers: readonly object[]): Promise<string> {
  const folder = join(home, "city");
  await cp(resolve(import.meta.dirname, "../../examples/qingshui"), folder, { recursive: true });
  const file = join(folder, "city.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("issuers: []", `issuers: ${JSON.stringify(issuers)}`));
  return folder;
}
