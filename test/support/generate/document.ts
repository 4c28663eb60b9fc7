import { kindOf } from "../../../src/collections/kinds.js";
import { isJsonObject, type JsonObject, type JsonValue, type KindName } from "../../../src/model/index.js";
import type { Random } from "../random.js";
import { patchValue } from "./envoy.js";
import { exclusiveGroups, type Field, item, property, propertyNames, specField, typeOf } from "./field.js";
import { likesOf } from "./likes/index.js";
import { generateMetadata } from "./metadata.js";
import { shapeOf } from "./shapes.js";
import { keysOf, textsOf } from "./texts.js";

/** How often a text is one at the edge of what its rule asks for. */
const oddness = 0.04;
/** How often an object breaks with its shape. */
const whim = 0.03;

/** A document whose metadata is in order and whose spec keeps the schema, and for the better part Istio's rules too. */
export function generateDocument(kind: KindName, random: Random): JsonObject {
  const { group, versions } = kindOf(kind);
  return {
    apiVersion: `${group}/${random.pick(versions)}`,
    kind,
    metadata: generateMetadata(kind, random),
    spec: generateValue(specField(kind), random, 0),
    ...(random.chance(0.01) ? { status: { observedGeneration: 1 } } : {}),
  };
}

/** A value for the field. The depth, of objects and lists together, thins out what need not be there. */
export function generateValue(field: Field, random: Random, depth: number): JsonValue {
  const { schema, kind, path } = field;
  if (Array.isArray(schema.enum)) return random.pick(schema.enum as readonly JsonValue[]);
  switch (typeOf(field)) {
    case "boolean":
      return random.chance(0.7);
    case "integer":
      return integer(field, random);
    case "number":
      return random.chance(oddness)
        ? random.pick([-0.5, 100.5, 0.0001, 0.00005, 1e-9])
        : random.pick([0, 1, 50, 100, 0.5]);
    case "array":
      return list(field, random, depth);
    case "string":
      return random.chance(oddness)
        ? random.pick(textsOf(`${kind}.${path}`).odd)
        : random.pick(textsOf(`${kind}.${path}`).good);
    default:
      return object(field, random, depth);
  }
}

function integer({ schema, path }: Field, random: Random): number {
  if (random.chance(oddness / 2)) return random.pick([-1, 0, 65536, 101, 2 ** 31 - 1]);
  const lowest = typeof schema.minimum === "number" ? schema.minimum : 0;
  if (/(status|Status|redirectCode|ErrorCodes)$/.test(path)) return random.pick([200, 301, 302, 404, 503, 500]);
  if (/([pP]ort|number|portNumber|ports)$/.test(path)) return random.pick([80, 443, 8080, 9090, 15021, 1, 65535]);
  if (/tableSize$/.test(path)) return random.pick([65537, 5, 17, 1031, 4]);
  if (/(weight|[pP]ercent|distribute\.to)$/.test(path)) return random.chance(0.05) ? 0 : random.pick([1, 50, 100, 10]);
  return Math.max(lowest, random.pick([0, 1, 2, 3, 5, 10, 100, 1024]));
}

function list(field: Field, random: Random, depth: number): JsonValue {
  const items = item(field);
  if (items === undefined) return [];
  const least = typeof field.schema.minItems === "number" ? field.schema.minItems : random.chance(0.02) ? 0 : 1;
  const most = /exportTo$/.test(field.path) ? [1, 1, 1, 1, 2] : depth > 3 ? [1, 1, 1, 2] : [1, 1, 2, 3];
  const count = least === 0 ? 0 : Math.max(least, random.pick(most));
  const values = Array.from({ length: count }, () => generateValue(items, random, depth + 1));
  return random.chance(whim) ? values : distinct(values);
}

/** Without what repeats another: the same value, name or port. */
function distinct(values: readonly JsonValue[]): readonly JsonValue[] {
  const seen = new Set<string>();
  return values.filter((value, index) => {
    const marks = isJsonObject(value) ? marksOf(value) : [JSON.stringify(value)];
    if (index > 0 && marks.some((mark) => seen.has(mark))) return false;
    for (const mark of marks) seen.add(mark);
    return true;
  });
}

function marksOf({ name, number, port }: JsonObject): readonly string[] {
  const marks = [name, number].filter((value) => value !== undefined).map((value) => JSON.stringify(value));
  return isJsonObject(port) ? [...marks, ...marksOf(port)] : marks;
}

function object(field: Field, random: Random, depth: number): JsonValue {
  if (/patch\.value$/.test(field.path)) return patchValue(random);
  const names = propertyNames(field);
  if (names.length === 0) return map(field, random, depth);
  const present = choose(field, names, random, depth);
  const content = names
    .filter((name) => present.has(name))
    .flatMap((name) => {
      const child = property(field, name);
      return child === undefined ? [] : [[name, generateValue(child, random, depth + 1)] as const];
    });
  const likes = likesOf(field);
  const whole = Object.fromEntries(content);
  return likes.length > 0 && random.chance(0.5) ? putOver(whole, random.pick(likes), field) : whole;
}

/** What belongs together put over an object, without what excludes it. */
function putOver(object: JsonObject, like: JsonObject, field: Field): JsonObject {
  const excluded = groupsOf(field)
    .filter((group) => group.some((name) => name in like))
    .flat();
  const kept = Object.entries(object).filter(([name]) => !excluded.includes(name));
  return { ...Object.fromEntries(kept), ...like };
}

/** Groups of properties of which one at most may stand. */
function groupsOf(field: Field): readonly (readonly string[])[] {
  const { oneOf = [], atMostOneOf = [] } = shapeOf(field);
  return [...exclusiveGroups(field), ...atMostOneOf, ...oneOf];
}

/** The properties that an object gets. */
function choose(field: Field, names: readonly string[], random: Random, depth: number): ReadonlySet<string> {
  const { always = [], oneOf = [], rarely = [] } = shapeOf(field);
  const optional = Math.min(0.5, 2.2 / names.length) * (depth > 4 ? 0.5 : 1);
  const present = new Set(
    names.filter((name) => random.chance(rarely.includes(name) ? whim : always.includes(name) ? 1 - whim : optional)),
  );
  if (present.size === 0 && !random.chance(whim)) present.add(random.pick(names));
  for (const group of groupsOf(field)) {
    const isNeeded = oneOf.includes(group);
    const wanted = isNeeded || group.some((name) => present.has(name)) ? random.pick(group) : undefined;
    if (random.chance(whim)) continue;
    for (const name of group) present.delete(name);
    if (wanted !== undefined) present.add(wanted);
  }
  for (const name of [field.schema.required ?? []].flat()) present.add(String(name));
  return present;
}

/** A map, or an object that holds anything. */
function map(field: Field, random: Random, depth: number): JsonValue {
  const { good, odd } = keysOf(`${field.kind}.${field.path}`);
  const keys = Array.from({ length: random.pick([1, 1, 2]) }, () => random.pick(random.chance(oddness) ? odd : good));
  const value = property(field, "");
  const fill = () =>
    value === undefined ? random.pick([1, "a", true, { b: [1] }]) : generateValue(value, random, depth + 1);
  return Object.fromEntries(keys.map((key) => [key, fill()]));
}
