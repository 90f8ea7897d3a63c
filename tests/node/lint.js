// Judges the schema that a caller of a city sees. graphql-js builds and validates it from `/schema.graphql` and from the
// answer to its introspection query, both must say the same, and graphql-eslint looks at the text. Reads {"address",
// "token", "waived"} from standard input, prints one JSON object: what is wrong, and how much was looked at.
import { text } from "node:stream/consumers";
import { ESLint } from "eslint";
import {
  buildClientSchema,
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  getIntrospectionQuery,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
  specifiedDirectives,
  validateSchema,
} from "graphql";
import config from "./eslint.config.js";

const { address, token, waived } = JSON.parse(await text(process.stdin));
const problems = [];
const headers = token === null ? {} : { authorization: `Bearer ${token}` };

const sdl = await (await fetch(`${address}/schema.graphql`, { headers })).text();
const query = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});
const answer = await fetch(`${address}/graphql`, {
  method: "POST",
  headers: { ...headers, "content-type": "application/json", accept: "application/graphql-response+json" },
  body: JSON.stringify({ query }),
});
const { data, errors } = await answer.json();
if (errors !== undefined) throw new Error(`introspection: ${JSON.stringify(errors)}`);

// Each library brings standard scalars and directives by itself: whether nothing uses a scalar, and where else a
// directive may stand.
function isOurs({ type, description }) {
  const isOfDirective = (directive) => type === "DIRECTIVE_LOCATION_REMOVED" && description.endsWith(` from ${directive.name}.`);
  return !description.startsWith("Standard scalar ") && !specifiedDirectives.some(isOfDirective);
}

const written = buildSchema(sdl);
const told = buildClientSchema(data);
for (const [name, schema] of [
  ["the text", written],
  ["the introspection", told],
]) {
  problems.push(...validateSchema(schema).map((error) => `${name}: ${error.message}`));
}
for (const changes of [findBreakingChanges, findDangerousChanges]) {
  problems.push(...changes(written, told).filter(isOurs).map((one) => `from text to introspection: ${one.description}`));
  problems.push(...changes(told, written).filter(isOurs).map((one) => `from introspection to text: ${one.description}`));
}
const [left, right] = [written, told].map((schema) => printSchema(lexicographicSortSchema(schema)).split("\n"));
const differs = left.findIndex((line, at) => line !== right[at]);
if (differs >= 0 || left.length !== right.length) {
  problems.push(`line ${differs + 1}: the sorted text has \`${left[differs]}\`, the introspection \`${right[differs]}\``);
}

const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: config(sdl) });
const [report] = await eslint.lintText(sdl, { filePath: "schema.graphql" });
const found = report.messages.map((one) => `${one.ruleId ?? "parser"} at line ${one.line}: ${one.message}`);
const isWaived = (problem) => waived.find((words) => problem.includes(words));
problems.push(...found.filter((problem) => !isWaived(problem)));
// What is waived and not there any more is no longer to be waived.
const used = new Set(found.map(isWaived));
problems.push(...waived.filter((words) => !used.has(words)).map((words) => `waived and not found: ${words}`));

const types = Object.values(written.getTypeMap());
const own = types.filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type));
const rules = Object.values(config(sdl)[0].rules).filter((rule) => rule !== "off");
console.log(JSON.stringify({ sdl, types: own.length, lines: left.length, rules: rules.length, problems }));
