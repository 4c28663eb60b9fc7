import type { Random } from "../../../support/random.js";

/** A kind of value that an expression may give; `any` is whatever a document holds. */
type Wanted = "bool" | "int" | "double" | "string" | "duration" | "strings" | "ints" | "any";

const wanted: readonly Wanted[] = ["bool", "int", "double", "string", "duration", "strings", "ints", "any"];

/** Names of the variables of the loops around. */
type Loops = readonly string[];

/** Writes an expression that most often is good CEL, and sometimes mixes types. */
export function generateExpression(random: Random): string {
  return write(random, random.chance(0.7) ? "bool" : random.pick(wanted), 4, []);
}

function write(random: Random, type: Wanted, depth: number, loops: Loops): string {
  const chosen = random.chance(0.06) ? random.pick(wanted) : type;
  if (depth === 0) return leaf(random, chosen, loops);
  const part = (wantedType: Wanted, inside: Loops = loops) => write(random, wantedType, depth - 1, inside);
  const same = random.pick(wanted);
  const one = `v${loops.length}`;
  const within = [...loops, one];
  const list = random.pick(["strings", "ints", "any"] as const);
  const forms: Readonly<Record<Wanted, readonly (() => string)[]>> = {
    bool: [
      () => `${part("bool")} && ${part("bool")}`,
      () => `(${part("bool")} || ${part("bool")})`,
      () => `!(${part("bool")})`,
      () => `(${part(same)}) ${random.pick(["==", "!="])} (${part(same)})`,
      () => `(${part("any")}) ${random.pick(["==", "!=", "<", ">="])} (${part(same)})`,
      () => `(${part("int")}) ${random.pick(["<", "<=", ">", ">="])} (${part(random.pick(["int", "double"]))})`,
      () => `(${part("string")}).${random.pick(["startsWith", "endsWith", "contains", "matches"])}(${part("string")})`,
      () => `(${part(random.pick(["string", "int", "any"]))}) in (${part(list)})`,
      () => `(${part(list)}).${random.pick(["all", "exists", "exists_one"])}(${one}, ${part("bool", within)})`,
      () => `has(object.spec.${random.pick(fields)}${random.chance(0.3) ? `.${random.pick(fields)}` : ""})`,
      () => `has(${random.pick(loops.length > 0 ? loops : ["object"])}.${random.pick(fields)})`,
      () => `type(${part(same)}) == ${random.pick(["string", "int", "list", "map", "bool", "null_type", "double"])}`,
      () => `(${part("ints")}).isSorted()`,
      () => `sets.${random.pick(["contains", "intersects", "equivalent"])}(${part(list)}, ${part(list)})`,
      () => `duration(${part("string")}) ${random.pick(["<", ">="])} ${part("duration")}`,
    ],
    int: [
      () => `(${part("int")}) ${random.pick(["+", "-", "*", "/", "%"])} (${part("int")})`,
      () => `size(${part(random.pick(["string", "strings", "any"]))})`,
      () => `(${part("string")}).${random.pick(["indexOf", "lastIndexOf"])}(${part("string")})`,
      () => `int(${part(random.pick(["string", "double", "int"]))})`,
      () => `(${part("ints")})[${part("int")}]`,
      () => `(${part("ints")}).${random.pick(["sum", "max", "min"])}()`,
      () => `${part("bool")} ? ${part("int")} : ${part("int")}`,
      () => `-(${part("int")})`,
    ],
    double: [
      () => `(${part("double")}) ${random.pick(["+", "-", "*", "/"])} (${part("double")})`,
      () => `double(${part(random.pick(["string", "int", "double"]))})`,
    ],
    string: [
      () => `(${part("string")}) + (${part("string")})`,
      () => `string(${part(random.pick(["int", "double", "bool", "string", "duration", "any"]))})`,
      () => `(${part("strings")}).join(${random.chance(0.5) ? "','" : ""})`,
      () => `(${part("string")}).${random.pick(["trim", "lowerAscii", "upperAscii"])}()`,
      () => `(${part("string")}).substring(${part("int")})`,
      () => `(${part("string")}).replace(${part("string")}, ${part("string")})`,
      () => `(${part("string")}).find(${part("string")})`,
      () => `(${part("string")}).charAt(${part("int")})`,
      () => `'%s-%s'.format([${part(same)}, ${part("any")}])`,
      () => `(${part("strings")})[${part("int")}]`,
      () => `${part("bool")} ? ${part("string")} : ${part("any")}`,
      () => `object.?spec.?${random.pick(fields)}.orValue(${part("string")})`,
    ],
    duration: [
      () => `duration(${part("string")})`,
      () => `(${part("duration")}) ${random.pick(["+", "-"])} (${part("duration")})`,
    ],
    strings: [
      () => `(${part("string")}).split(${part("string")})`,
      () => `(${part("string")}).findAll(${part("string")})`,
      () => `(${part("strings")}).filter(${one}, ${part("bool", within)})`,
      () => `(${part(list)}).map(${one}, ${part("string", within)})`,
      () => `(${part(list)}).map(${one}, ${part("bool", within)}, ${part("string", within)})`,
      () => `(${part("strings")}) + (${part("strings")})`,
      () => `[${part("string")}, ${part("string")}]`,
      () => `object.spec.?${random.pick(fields)}.orValue(${part("strings")})`,
    ],
    ints: [
      () => `[${part("int")}, ${part("int")}]`,
      () => `(${part(list)}).map(${one}, ${part("int", within)})`,
      () => `(${part("ints")}).filter(${one}, ${part("bool", within)})`,
    ],
    any: [
      () => `(${part("any")}).${random.pick(fields)}`,
      () => `(${part("any")})[${part(random.pick(["int", "string"]))}]`,
      () => `(${part("any")}).?${random.pick(fields)}.orValue(${part("any")})`,
      () => `(${part("any")})[?${part("int")}].orValue(${part("any")})`,
      () => `dyn(${part(same)})`,
      () => `{${part("string")}: ${part(same)}}`,
      () => `${part("bool")} ? ${part("any")} : ${part("any")}`,
    ],
  };
  return random.chance(0.15) ? leaf(random, chosen, loops) : random.pick(forms[chosen])();
}

/** Fields of the documents that are asked about, and one that none has. */
const fields = [
  "hosts",
  "http",
  "servers",
  "selector",
  "route",
  "timeout",
  "port",
  "number",
  "weight",
  "name",
  "absent",
];

const leaves: Readonly<Record<Wanted, readonly string[]>> = {
  bool: ["true", "false"],
  int: ["0", "1", "-1", "2", "7", "9223372036854775807", "object.spec.servers[0].port.number"],
  double: ["0.0", "1.0", "-1.5", "2.5", "1e300"],
  string: [
    "''",
    "'a'",
    "'b.example.com'",
    "'10s'",
    "'^a.*'",
    "'('",
    "'ü'",
    "object.metadata.name",
    "object.kind",
    "request.namespace",
  ],
  duration: ["duration('10s')", "duration('1m')", "duration('0s')"],
  strings: ["['a', 'b']", "[]", "object.spec.hosts", "object.spec.exportTo"],
  ints: ["[1, 2]", "[3, 1]", "[0]", "object.spec.servers.map(s, s.port.number)"],
  any: [
    "object.spec",
    "object.spec.hosts",
    "object.spec.http",
    "object.spec.servers",
    "object.spec.selector",
    "object.metadata.labels",
    "null",
    "oldObject",
  ],
};

function leaf(random: Random, type: Wanted, loops: Loops): string {
  if (loops.length > 0 && random.chance(0.5)) return random.pick(loops);
  return random.pick(leaves[type]);
}
