// What graphql-js answers to random valid documents, for a comparison with what the city's way from document to answer
// says to the same. Reads {"sdl", "seed", "count"} from standard input and prints one JSON object a line: a request, the
// data as text, and the paths of its errors.
//
// The data follow a rule that both sides compute: what a field holds, whether it is null and whether it fails depend on
// a hash of the seed, the field with its arguments, and the path. The other side is graphql-api/src/differential.rs.
import { text } from "node:stream/consumers";
import {
  GraphQLError,
  buildSchema,
  execute,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  parse,
  responsePathAsArray,
  validate,
} from "graphql";
import { Generator } from "./documents.js";

const { sdl, seed, count } = JSON.parse(await text(process.stdin));
const schema = buildSchema(sdl);

/** FNV-1a over UTF-8, 32 bits. */
function hash(words) {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(words, "utf8")) {
    state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  }
  return state;
}

function place(info, given) {
  const args = info.parentType.getFields()[info.fieldName].args;
  const parts = args.filter((arg) => arg.name in given).map((arg) => `${arg.name}:${JSON.stringify(given[arg.name])}`);
  return `${info.parentType.name}.${info.fieldName}(${parts.join(",")})`;
}

function fieldResolver(_parent, given, _context, info) {
  const at = responsePathAsArray(info.path).join("/");
  const of = place(info, given);
  if (hash(`${seed}|fails|${of}|${at}`) % 13 === 0) throw new GraphQLError("made to fail");
  return value(info.returnType, of, at);
}

function value(type, of, at) {
  const isNonNull = isNonNullType(type);
  const inner = isNonNull ? type.ofType : type;
  const roll = (what) => hash(`${seed}|${what}|${of}|${at}`);
  if (roll("null") % (isNonNull ? 29 : 9) === 0) return null;
  if (isListType(inner)) {
    return Array.from({ length: roll("length") % 4 }, (_, index) => item(inner.ofType, of, `${at}/${index}`));
  }
  return leafOrObject(inner, roll);
}

/** Items that are objects or lists are never null: the city has no such lists. */
function item(type, of, at) {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    const length = hash(`${seed}|length|${of}|${at}`) % 4;
    return Array.from({ length }, (_, index) => item(inner.ofType, of, `${at}/${index}`));
  }
  return isCompositeType(inner) ? leafOrObject(inner, (what) => hash(`${seed}|${what}|${of}|${at}`)) : value(type, of, at);
}

function leafOrObject(type, roll) {
  if (isCompositeType(type)) {
    const names = isAbstractType(type) ? schema.getPossibleTypes(type).map((one) => one.name).sort() : [type.name];
    return { __typename: names[roll("type") % names.length] };
  }
  const number = roll("value");
  if (isEnumType(type)) return type.getValues()[number % type.getValues().length].name;
  switch (type.name) {
    case "Int":
      return (number % 1000) - 500;
    case "Float":
      return (number % 1000) + 0.5;
    case "Boolean":
      return number % 2 === 0;
    case "String":
      return `文 ${number}`;
    case "ID":
      return `id-${number}`;
    default:
      return { number: number % 1000, list: [true, null] };
  }
}

const isMutation = (document) => document.definitions.some((one) => one.operation === "mutation");

/** One error for each null that travelled: those that failed below it are in the data no more. */
function paths(data, errors) {
  const kept = new Map();
  for (const error of errors ?? []) {
    let here = data;
    const travelled = [];
    for (const step of error.path) {
      if (here === null || here === undefined) break;
      here = here[step];
      travelled.push(step);
    }
    // What graphql-js tells last is what made it null: all else was told before, on the way.
    kept.set(JSON.stringify(travelled), error.path);
  }
  return [...kept.values()].map((path) => JSON.stringify(path)).sort();
}

const generator = new Generator(schema, seed);
let made = 0;
let refused = 0;
while (made < count) {
  const { query, operationName, variables } = generator.request();
  let document;
  try {
    document = parse(query);
  } catch (error) {
    throw new Error(`the generator wrote what is no GraphQL: ${error.message}\n${query}`);
  }
  if (validate(schema, document).length > 0) {
    refused += 1;
    continue;
  }
  const result = execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    fieldResolver,
    typeResolver: (object) => object.__typename,
  });
  if (result.data === undefined) throw new Error(`not executed: ${JSON.stringify(result)}\n${query}`);
  made += 1;
  const { data, errors } = result;
  const line = { query, operationName, variables, mutation: isMutation(document) };
  console.log(JSON.stringify({ ...line, data: JSON.stringify(data), errors: paths(data, errors) }));
}
console.error(`seed ${seed}: ${made} requests, ${refused} drafts were no valid documents`);
