// Random documents for a schema, from a seed: fields with aliases that meet again, inline and named fragments on
// objects, interfaces and unions, directives, variables with and without values and defaults, and literals of every
// kind. Most are valid; whoever asks has to look.
import {
  GraphQLNonNull,
  doTypesOverlap,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  parse,
} from "graphql";

const FIELDS_MAX = 5;
const DEPTH_MAX = 4;
/** The names that fields may get, few, so that they meet. */
const ALIASES = ["a", "b", "c"];

function isGrammatical(text) {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Numbers from a seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class Generator {
  constructor(schema, seed) {
    this.schema = schema;
    this.next = random(seed);
    this.composite = Object.values(schema.getTypeMap()).filter(
      (type) => isCompositeType(type) && !type.name.startsWith("__"),
    );
  }

  below(number) {
    return Math.floor(this.next() * number);
  }

  chance(share) {
    return this.next() < share;
  }

  one(list) {
    return list[this.below(list.length)];
  }

  /** A document, which of its operations is asked for, and the values of its variables. */
  request() {
    this.variables = [];
    this.fragments = [];
    this.directives = 0;
    this.budget = 60;
    const isMutation = this.chance(0.15);
    const root = isMutation ? this.schema.getMutationType() : this.schema.getQueryType();
    const body = this.selection(root, DEPTH_MAX);
    const declared = this.variables.map((one) => `$${one.name}: ${one.type}${one.default ?? ""}`);
    const head = declared.length > 0 ? `(${declared.join(", ")})` : "";
    const hasOther = this.chance(0.1);
    const parts = [`${isMutation ? "mutation" : "query"} Asked${head} ${body}`, ...this.fragments.map((one) => one.text)];
    if (hasOther) parts.splice(this.below(parts.length + 1), 0, "query Other { __typename }");
    const values = this.variables.filter((one) => one.value !== undefined).map((one) => [one.name, one.value]);
    return {
      query: parts.join("\n"),
      operationName: hasOther || this.chance(0.3) ? "Asked" : undefined,
      variables: Object.fromEntries(values),
    };
  }

  /** The same request with one thing wrong, if it has such a thing. */
  broken(request) {
    const [pattern, by] = this.one([
      [/\b(name|size|id|friend|things|near|best|must|echo|owner)\b(?! ?:)/g, "nothing"],
      [/\$v\d/g, "$nobody"],
      [/\.\.\.F\d/g, "...Nobody"],
      [/ on [A-Z][a-z]+/g, this.one([" on Nothing", " on Int", " on Filter", " on Stone", " on Query"])],
      [/\b(unit|filter|first|which|data|f|text|sizes): /g, "nothing: "],
      [/: (-?\d+|true|false|METRE|FOOT|"[^"\\]*")(?=[,)}])/g, this.one([": 1.5", ': "text"', ": METRE", ": {}", ": [[1]]", ": null"])],
      [/\((?:[^()"]*)\)(?= |})/g, ""],
      [/@(skip|include)\b/g, "@nothing"],
      [/\b(name|strict|id)(?= [a-z}])/g, "name { __typename }"],
      [/ \{ __typename \}/g, ""],
      [/: (Boolean|Filter|Which|Int|JSON|String|ID)\b/g, this.one([": Person", ": Nothing", ": [Float]"])],
      [/fragment F0 /g, "fragment Unused "],
    ]);
    const all = [...request.query.matchAll(pattern)];
    if (all.length === 0) return request;
    const { index, 0: found } = this.one(all);
    const query = `${request.query.slice(0, index)}${by}${request.query.slice(index + found.length)}`;
    // What is no GraphQL any more is not what this is about.
    return isGrammatical(query) ? { ...request, query } : request;
  }

  selection(type, depth) {
    const items = [];
    const wanted = 1 + this.below(FIELDS_MAX);
    for (let index = 0; index < wanted; index += 1) items.push(this.item(type, depth));
    return `{ ${items.join(" ")} }`;
  }

  item(type, depth) {
    this.budget -= 1;
    const dice = this.next();
    if (dice < 0.08 || isUnionType(type) && dice < 0.2) return `${this.alias("__typename")}${this.directive()}`;
    if (depth > 0 && this.budget > 0) {
      if (dice < 0.2 || isUnionType(type)) return this.inline(type, depth);
      if (dice < 0.32) return this.spread(type, depth);
    }
    return isUnionType(type) ? "__typename" : this.field(type, depth);
  }

  inline(type, depth) {
    const on = this.chance(0.25) ? type : this.one(this.overlapping(type));
    const condition = on === type && this.chance(0.5) && !isUnionType(type) ? "" : ` on ${on.name}`;
    return `...${condition}${this.directive()} ${this.selection(on, depth - 1)}`;
  }

  spread(type, depth) {
    const known = this.fragments.filter((one) => one.text !== undefined && doTypesOverlap(this.schema, one.on, type));
    if (known.length > 0 && this.chance(0.5)) return `...${this.one(known).name}${this.directive()}`;
    const fragment = { name: `F${this.fragments.length}`, on: this.one(this.overlapping(type)) };
    // It has no text while it is written, so that it never spreads itself.
    this.fragments.push(fragment);
    fragment.text = `fragment ${fragment.name} on ${fragment.on.name} ${this.selection(fragment.on, depth - 1)}`;
    return `...${fragment.name}${this.directive()}`;
  }

  overlapping(type) {
    return this.composite.filter((other) => {
      const isRoot = other === this.schema.getQueryType() || other === this.schema.getMutationType();
      return other === type || (!isRoot && doTypesOverlap(this.schema, other, type));
    });
  }

  field(type, depth) {
    const all = Object.values(type.getFields());
    const leaves = all.filter((field) => isLeafType(getNamedType(field.type)));
    const field = this.one(depth > 0 && this.budget > 0 ? all : leaves.length > 0 ? leaves : all);
    const of = getNamedType(field.type);
    const below = isLeafType(of) ? "" : ` ${depth > 0 ? this.selection(of, depth - 1) : "{ __typename }"}`;
    return `${this.alias(field.name)}${this.given(field.args)}${this.directive()}${below}`;
  }

  alias(name) {
    return this.chance(0.2) ? `${this.one(ALIASES)}: ${name}` : name;
  }

  given(args) {
    const given = args.filter((arg) => isRequiredArgument(arg) || this.chance(0.4));
    const written = given.map((arg) => `${arg.name}: ${this.input(arg.type, arg.defaultValue !== undefined, 2)}`);
    return written.length > 0 ? `(${written.join(", ")})` : "";
  }

  directive() {
    if (this.directives > 12 || !this.chance(0.12)) return "";
    this.directives += 1;
    return ` @${this.one(["skip", "include"])}(if: ${this.condition()})`;
  }

  /** A condition; a variable in its place is never null: there graphql-js fails the field, and the city the request. */
  condition() {
    const type = new GraphQLNonNull(this.schema.getType("Boolean"));
    const literal = this.literal(type, 0);
    if (this.variables.length >= 8 || this.chance(0.5)) return literal;
    const name = `v${this.variables.length}`;
    const hasDefault = this.chance(0.5);
    const value = hasDefault && this.chance(0.5) ? undefined : this.chance(0.5);
    this.variables.push({ name, type: hasDefault ? "Boolean" : "Boolean!", default: hasDefault ? ` = ${literal}` : undefined, value, isCondition: true });
    return `$${name}`;
  }

  /** A literal or a variable where `type` is taken. */
  input(type, hasDefault, depth) {
    return this.variables.length < 8 && this.chance(0.35) ? this.variable(type, hasDefault) : this.literal(type, depth);
  }

  variable(type, hasDefault) {
    const known = this.variables.filter((one) => one.type === String(type) && !one.isCondition);
    if (known.length > 0 && this.chance(0.4)) return `$${this.one(known).name}`;
    const name = `v${this.variables.length}`;
    const inner = getNullableType(type);
    const own = { name, type: String(type) };
    this.variables.push(own);
    if (!isNonNullType(type) && this.chance(0.25)) {
      own.type = `${type}!`;
      own.value = this.value(new GraphQLNonNull(inner), 2);
    } else if (isNonNullType(type) && (hasDefault || this.chance(0.3))) {
      // A nullable variable may stand there: where it has a default itself, or where the argument has one.
      own.type = String(inner);
      own.default = hasDefault && this.chance(0.5) ? undefined : ` = ${this.constant(type)}`;
      // Null is allowed by the types, and an error of the field.
      own.value = this.one([undefined, this.value(type, 2), null]);
    } else {
      own.default = !isNonNullType(type) && this.chance(0.3) ? ` = ${this.constant(type)}` : undefined;
      const isAbsent = !isNonNullType(type) && this.chance(0.3);
      own.value = isAbsent ? undefined : this.value(type, 2);
    }
    return `$${name}`;
  }

  /** A literal without variables. */
  constant(type) {
    const kept = this.variables;
    this.variables = Array(8);
    const literal = this.literal(type, 2);
    this.variables = kept;
    return literal;
  }

  literal(type, depth) {
    if (isNonNullType(type)) return this.present(type.ofType, depth);
    return this.chance(0.1) ? "null" : this.present(type, depth);
  }

  present(type, depth) {
    if (isListType(type)) {
      const inner = type.ofType;
      // A single value stands for a list of one.
      if (this.chance(0.25)) return this.present(getNullableType(inner), depth);
      return `[${Array.from({ length: this.below(3) }, () => this.input(inner, false, depth - 1)).join(", ")}]`;
    }
    if (isInputObjectType(type)) {
      const fields = this.fieldsOf(type, depth);
      const of = (field) => (type.isOneOf ? new GraphQLNonNull(field.type) : field.type);
      return `{${fields.map((field) => `${field.name}: ${this.input(of(field), field.defaultValue !== undefined, depth - 1)}`).join(", ")}}`;
    }
    if (isEnumType(type)) return this.one(type.getValues()).name;
    return this.scalar(type.name, depth);
  }

  fieldsOf(type, depth) {
    const fields = Object.values(type.getFields());
    if (type.isOneOf) return [this.one(fields)];
    const isFlat = (field) => !isInputObjectType(getNamedType(field.type));
    return fields.filter((field) => isRequiredInputField(field) || ((depth > 0 || isFlat(field)) && this.chance(0.4)));
  }

  scalar(name, depth) {
    switch (name) {
      case "Int":
        return String(this.one([0, -1, 7, 2147483647, -2147483648]));
      case "Float":
        return this.one(["0.5", "-12.25", "3"]);
      case "Boolean":
        return this.one(["true", "false"]);
      case "ID":
        return this.one(['"x"', "17", '"17"']);
      case "String":
        return this.one(['""', '"a \\"quoted\\" word"', '"\\u6587 \\n"', '"""\n    block\n      text\n    """', '"文"']);
      default:
        if (depth <= 0) return this.one(["1", '"text"', "true", "null", "WORD"]);
        return this.one([
          `{list: [1, ${this.json()}], text: "x"}`,
          `[${this.json()}]`,
          '{}',
          `{inner: {value: ${this.json()}}}`,
        ]);
    }
  }

  /** A value inside a scalar that its own code judges. */
  json() {
    const type = this.schema.getType("JSON");
    return this.variables.length < 8 && this.chance(0.3) ? this.variable(type, false) : this.one(["2", '"y"', "false"]);
  }

  /** A value as it comes beside the document. */
  value(type, depth) {
    if (isNonNullType(type)) return this.plain(type.ofType, depth);
    return this.chance(0.15) ? null : this.plain(type, depth);
  }

  plain(type, depth) {
    if (isListType(type)) {
      if (this.chance(0.25)) return this.plain(getNullableType(type.ofType), depth);
      return Array.from({ length: this.below(3) }, () => this.value(type.ofType, depth - 1));
    }
    if (isInputObjectType(type)) {
      const of = (field) => (type.isOneOf ? new GraphQLNonNull(field.type) : field.type);
      return Object.fromEntries(this.fieldsOf(type, depth).map((field) => [field.name, this.value(of(field), depth - 1)]));
    }
    if (isEnumType(type)) return this.one(type.getValues()).name;
    switch (type.name) {
      case "Int":
        return this.one([0, -1, 7, 2147483647]);
      case "Float":
        return this.one([0.5, -2, 3.25]);
      case "Boolean":
        return this.chance(0.5);
      case "ID":
        return this.one(["x", 17]);
      case "String":
        return this.one(["", "text", "文\n\"quoted\""]);
      default:
        return this.one([1, "text", [1, null], { key: { inner: [] } }]);
    }
  }
}
