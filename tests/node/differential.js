// What graphql-js answers to random documents, for a comparison with what the city's way from document to answer says to
// the same. Reads {"sdl", "seed", "count"} from standard input and prints one JSON object a line: a request, and either
// the data as text and the paths of its errors, or the rules of the specification that it breaks. `count` of each.
//
// The data follow a rule that both sides compute: what a field holds, whether it is null and whether it fails depend on
// a hash of the seed, the field with its arguments, and the path. The other side is graphql-api/src/differential.rs.
import { text } from "node:stream/consumers";
import {
  buildSchema,
  execute,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  parse,
  responsePathAsArray,
  specifiedRules,
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
  if (hash(`${seed}|fails|${of}|${at}`) % 13 === 0) throw new Error("made to fail");
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

/** The rules of the specification that a document breaks. */
function broken(document) {
  return specifiedRules.filter((rule) => validate(schema, document, [rule]).length > 0).map((rule) => rule.name);
}

/** Most documents that are broken at random have fields that conflict; there are others to look at. */
const CONFLICTS_MAX = count / 10;
let conflicts = 0;
function isOneConflictMore(problems) {
  if (!problems.every((one) => one.message.includes(" conflict because "))) return false;
  conflicts += 1;
  return conflicts > CONFLICTS_MAX;
}

const say = (request, more) => console.log(JSON.stringify({ ...request, ...more }));

/** Says what a document breaks; whether it breaks anything. */
function isRefused(request, document) {
  const problems = validate(schema, document);
  if (problems.length === 0) return false;
  if (refused < count && !isOneConflictMore(problems)) {
    refused += 1;
    say(request, { rules: broken(document) });
  }
  return true;
}

function answer(request, document) {
  const { query, operationName, variables } = request;
  const { data, errors } = execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    fieldResolver,
    typeResolver: (object) => object.__typename,
  });
  if (data === undefined) throw new Error(`not executed: ${JSON.stringify(errors)}\n${query}`);
  made += 1;
  say(request, { data: JSON.stringify(data), errors: paths(data, errors), rules: [] });
}

const generator = new Generator(schema, seed);
let made = 0;
let refused = 0;
while (made < count || refused < count) {
  const request = generator.request();
  const document = parse(request.query);
  if (isRefused(request, document)) continue;
  if (made < count) answer(request, document);
  const wrong = generator.broken(request);
  isRefused(wrong, parse(wrong.query));
}
