import { resolve } from "node:path";
import { build } from "vite";
import { ajvFinds, comparable, isExact } from "../form/oracle.ts";
import { type City, expect, test } from "./city.ts";
import type { Judged } from "./judge.ts";
import { resident, tokenOf } from "./people.ts";

// The page's own worker would look for the script before the test can give it.
test.use({ serviceWorkers: "block" });

/** How many sets of answers each form is tried with. */
const SETS = 200;

// A verdict is the same on every screen.
test("browser, city and ajv agree on every form of the city", { tag: "@once" }, async ({ page, city }) => {
  test.setTimeout(600_000);
  const script = await judgeScript();
  await page.route("**/portal/judge.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await page.goto("/");
  for (const { name, schema } of await formsOf(city)) {
    const judged: readonly Judged[] = await page.evaluate(
      async ([address, form, count]) => (await import(String(address))).judge(form, count),
      ["/portal/judge.js", schema, SETS] as const,
    );
    expect(judged).toHaveLength(SETS);
    for (const one of judged.filter(({ answers }) => isExact(answers))) {
      const own = comparable(one.findings.map(({ path, keyword }) => `${path} ${keyword}`));
      expect(own, JSON.stringify(one.answers)).toEqual(comparable(ajvFinds(schema, one.answers)));
    }
    const good = await asTheCity(city, name, judged);
    console.log(`${name}: ${SETS} sets of answers, ${good} of them good`);
    expect(good, name).toBeGreaterThan(0);
    expect(good, name).toBeLessThan(SETS);
  }
});

/** Each set is sent by somebody new, so that no limit on a person comes between. */
async function asTheCity(city: City, name: string, judged: readonly Judged[]): Promise<number> {
  for (const [place, { answers, findings }] of judged.entries()) {
    const own = [...new Set(findings.map(({ path }) => path))].sort();
    const token = await tokenOf(city, resident(`${name}-${place}`));
    expect(await citysFindings(city, name, answers, token), JSON.stringify(answers)).toEqual(own);
  }
  return judged.filter(({ findings }) => findings.length === 0).length;
}

const SUBMIT = `mutation($input: SubmitCaseInput!) { submitCase(input: $input) { userErrors { code field } } }`;

/** What the city finds in the answers; whatever else it may refuse is decided after them. */
async function citysFindings(city: City, module: string, answers: unknown, token: string): Promise<string[]> {
  const response = await fetch(`${city.address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: SUBMIT, variables: { input: { module, answers } } }),
  });
  const told = await response.json();
  const errors: { code: string; field: string | null }[] = told.data.submitCase.userErrors;
  const found = errors.filter(({ code }) => code === "ANSWERS_INVALID");
  return [...new Set(found.map(({ field }) => (field ?? "answers").replace(/^answers/, "")))].sort();
}

// biome-ignore lint/suspicious/noExplicitAny: the schema is what is judged
async function formsOf(city: City): Promise<{ name: string; schema: any }[]> {
  const query = "{ serviceModules(first: 100) { nodes { name form { schema } } } }";
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${city.address}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { data } = await response.json();
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const forms = data.serviceModules.nodes.map(({ name, form }: any) => ({ name, schema: form?.schema }));
  expect(forms.length).toBeGreaterThanOrEqual(9);
  return forms;
}

async function judgeScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, lib: { entry: resolve(import.meta.dirname, "judge.ts"), formats: ["es"] } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first && "output" in first ? first.output[0] : undefined;
  return chunk?.type === "chunk" ? chunk.code : "";
}
