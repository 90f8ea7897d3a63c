// Writes `operations.ts` of every page: the types and texts of its GraphQL operations, against the committed schema.
// `node generate.mjs` writes; `node generate.mjs --check` only says whether what is committed is right.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { preset } from "@graphql-codegen/client-preset";
import { codegen } from "@graphql-codegen/core";
import { buildSchema, parse, validate } from "graphql";

/** Each page and the schema of those who use it. */
const PAGES = {
  hall: "public",
  desk: "staff",
  board: "staff",
  "partners/own": "partner",
  // Administrators ask the same.
  "partners/city": "staff",
};

const SCALARS = {
  Date: "string",
  DateTime: "string",
  ID: "string",
  JSON: "unknown",
  Position: "string",
  WholeNumber: "number",
};

const isCheck = process.argv.includes("--check");
let stale = 0;
for (const [page, audience] of Object.entries(PAGES)) {
  const text = readFileSync(`../graphql-api/schema/${audience}.graphql`, "utf8");
  const schemaAst = buildSchema(text);
  const files = readdirSync(page, { recursive: true })
    .filter((file) => file.endsWith(".graphql"))
    .sort();
  const documents = files.map((file) => {
    const rawSDL = readFileSync(join(page, file), "utf8");
    return { location: join(page, file), document: parse(rawSDL), rawSDL };
  });
  const whole = { kind: "Document", definitions: documents.flatMap(({ document }) => document.definitions) };
  const problems = validate(schemaAst, whole);
  if (problems.length > 0) throw new Error(`${page}: ${problems.join("\n")}`);
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: `${page}/`,
    schema: parse(text),
    schemaAst,
    documents,
    config: { documentMode: "string", enumsAsTypes: true, scalars: SCALARS, strictScalars: true, useTypeImports: true },
    presetConfig: { fragmentMasking: false },
    pluginContext: {},
    pluginMap: {},
    plugins: [],
  });
  const section = sections.find(({ filename }) => filename.endsWith("graphql.ts"));
  const written = await codegen({ ...section, cache: (_namespace, _key, make) => make() });
  const place = join(page, "operations.ts");
  const known = (() => {
    try {
      return readFileSync(place, "utf8");
    } catch {
      return "";
    }
  })();
  if (known === written) continue;
  if (isCheck) {
    console.error(`${place} is stale: run \`npm run generate\``);
    stale += 1;
  } else {
    writeFileSync(place, written);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
