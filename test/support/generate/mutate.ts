import type { KindName } from "../../../src/model/index.js";
import type { Random } from "../random.js";
import { generateValue } from "./document.js";
import { item, property, propertyNames } from "./field.js";
import { isNumber, isText, type Site, sitesOf } from "./sites.js";
import { oddNumbers, oddTexts, textsOf } from "./texts.js";
import { changeAt, type Entry, keyOf, type Tree, treeOf, writeFlow } from "./tree.js";

interface Mutation {
  readonly name: string;
  /** The node changed, null to drop it, undefined where the mutation does not fit it. */
  readonly apply: (site: Site, random: Random) => Tree | null | undefined;
}

const oddScalars: readonly string[] = [
  ..."yes no on off y n ~ null Null NULL true True TRUE 0o17 017 08 0x1F 0b11 1e3 1E+3 .5 5. +1 -0 -0.0 .inf -.INF .NaN 2001-01-01".split(
    " ",
  ),
  ..."2001-01-01T00:00:00Z 1_000 12:30 1:00:00 1.0 80.0 80.5 9007199254740992 9007199254740993 18446744073709551615 18446744073709551616".split(
    " ",
  ),
  ..."-9223372036854775808 -9223372036854775809 1e400 1e-400 '80' \"yes\" '1e3' \"\" '' = << *a &a &a{} !!str !!int !!nope [] {} [[]] - ? : % @ `".split(
    " ",
  ),
  "&a x",
  "!!str 80",
  "!!int '80'",
  "!!int 80",
  "!!bool yes",
  "!!float 1",
  "!!binary aGk=",
  "!!null ''",
  "!x 80",
  "'it''s'",
  '"\\u00e9\\x41\\n"',
  '"\\ud83d\\ude00"',
  '"\\ud83d"',
  '"\\q"',
  "a b",
  "a: b",
  "a #b",
  "# only a comment",
  "",
  "{a: 1}",
  "[1, 2]",
  "{a: 1, a: 2}",
  "'unclosed",
  "80 # comment",
];

const retyped: readonly string[] = [
  "1",
  "-1",
  "1.5",
  "true",
  '"a"',
  '"80"',
  '"true"',
  "null",
  "[]",
  "{}",
  "[{}]",
  '["a"]',
  '{"a": "b"}',
  "[null]",
  '{"a": null}',
];

const mutations: readonly Mutation[] = [
  { name: "drop", apply: () => null },
  { name: "drop", apply: () => null },
  { name: "null", apply: () => ({ scalar: "null" }) },
  { name: "retype", apply: (_, random) => parseFlow(random.pick(retyped)) },
  { name: "number", apply: ({ node }, random) => (isNumber(node) ? { scalar: random.pick(oddNumbers) } : undefined) },
  { name: "number", apply: ({ node }, random) => (isNumber(node) ? { scalar: random.pick(oddNumbers) } : undefined) },
  { name: "odd text", apply: oddText },
  { name: "odd text", apply: oddText },
  { name: "odd text", apply: oddText },
  {
    name: "text of elsewhere",
    apply: ({ node }, random) => (isText(node) ? treeOf(random.pick(oddTexts)) : undefined),
  },
  {
    name: "odd scalar",
    apply: ({ node }, random) => ("scalar" in node ? { scalar: random.pick(oddScalars) } : undefined),
  },
  { name: "plain text", apply: ({ node }) => (isText(node) ? { scalar: node.scalar.slice(1, -1) } : undefined) },
  { name: "flow", apply: ({ node }) => ("scalar" in node ? undefined : { scalar: writeFlow(node) }) },
  { name: "plain flow", apply: plainFlow },
  { name: "block text", apply: blockText },
  { name: "quote", apply: ({ node }) => (isNumber(node) ? { scalar: `"${node.scalar}"` } : undefined) },
  {
    name: "empty",
    apply: ({ node }) => ("items" in node ? { items: [] } : "entries" in node ? { entries: [] } : { scalar: '""' }),
  },
  { name: "repeat item", apply: repeatItem },
  { name: "one more item", apply: addItem },
  { name: "add field", apply: addField },
  { name: "add field", apply: addField },
  { name: "add field", apply: addField },
  { name: "unknown field", apply: unknownField },
  { name: "snake case", apply: snakeCase },
  { name: "repeat key", apply: repeatKey },
  { name: "other key", apply: otherKey },
  { name: "list of it", apply: ({ node }) => ({ items: [node] }) },
  { name: "first item", apply: ({ node }) => ("items" in node ? node.items[0] : undefined) },
];

/** The document with one to three changes at random places of its spec; each change is small and most break something. */
export function mutate(kind: KindName, document: Tree, random: Random): Tree {
  let changed = document;
  for (let count = random.pick([1, 1, 1, 2, 2, 3]); count > 0; count -= 1) changed = mutateOnce(kind, changed, random);
  return changed;
}

function mutateOnce(kind: KindName, document: Tree, random: Random): Tree {
  const sites = sitesOf(kind, document);
  for (let attempt = 0; sites.length > 0 && attempt < 20; attempt += 1) {
    const site = random.pick(sites);
    const result = random.pick(mutations).apply(site, random);
    if (result === undefined) continue;
    return changeAt(document, site.path, () => result ?? undefined) ?? document;
  }
  return document;
}

function parseFlow(text: string): Tree {
  return treeOf(JSON.parse(text));
}

function oddText({ node, field }: Site, random: Random): Tree | undefined {
  if (!isText(node) || field === undefined || field.schema.enum !== undefined) return undefined;
  return treeOf(random.pick(textsOf(`${field.kind}.${field.path}`).odd));
}

/** In one line and without the quotes of its texts. */
function plainFlow({ node }: Site): Tree | undefined {
  return "scalar" in node ? undefined : { scalar: writeFlow(node).replace(/"([^"\\]*)"/g, "$1") };
}

function blockText({ node }: Site, random: Random): Tree | undefined {
  if (!isText(node)) return undefined;
  return { scalar: `${random.pick(["|", ">", "|-", ">+", "|2-", "|1"])}\n${node.scalar.slice(1, -1)}` };
}

function repeatItem({ node }: Site, random: Random): Tree | undefined {
  if (!("items" in node) || node.items.length === 0) return undefined;
  return { items: [...node.items, random.pick(node.items)] };
}

function addItem({ node, field }: Site, random: Random): Tree | undefined {
  const items = field === undefined ? undefined : item(field);
  if (!("items" in node) || items === undefined) return undefined;
  return { items: [...node.items, treeOf(generateValue(items, random, 3))] };
}

/** Any property of the schema, whatever it excludes. */
function addField({ node, field }: Site, random: Random): Tree | undefined {
  if (!("entries" in node) || field === undefined) return undefined;
  const missing = propertyNames(field).filter((name) => !node.entries.some(([key]) => key === name));
  if (missing.length === 0) return undefined;
  const name = random.pick(missing);
  const added = property(field, name);
  if (added === undefined) return undefined;
  return { entries: [...node.entries, [keyOf(name), treeOf(generateValue(added, random, 3))]] };
}

function unknownField({ node }: Site, random: Random): Tree | undefined {
  if (!("entries" in node)) return undefined;
  const name = random.pick([
    "nope",
    "Name",
    "hostss",
    "0",
    "__proto__",
    "constructor",
    "x-y",
    '""',
    "null",
    "1e3",
    "~",
  ]);
  return { entries: [...node.entries, [name, { scalar: random.pick(["1", '"a"', "{}", "[]", "null"]) }]] };
}

function snakeCase(site: Site, random: Random): Tree | undefined {
  return rename(site.node, random, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function otherKey(site: Site, random: Random): Tree | undefined {
  return rename(site.node, random, (key) => random.pick([key.toUpperCase(), `${key}s`, `"${key}"`, "1", "true", '""']));
}

function rename(node: Tree, random: Random, change: (key: string) => string): Tree | undefined {
  if (!("entries" in node) || node.entries.length === 0) return undefined;
  const at = random.below(node.entries.length);
  const entries = node.entries.map((entry, index): Entry => (index === at ? [change(entry[0]), entry[1]] : entry));
  return entries[at]?.[0] === node.entries[at]?.[0] ? undefined : { entries };
}

function repeatKey({ node }: Site, random: Random): Tree | undefined {
  if (!("entries" in node) || node.entries.length === 0) return undefined;
  return { entries: [...node.entries, random.pick(node.entries)] };
}
