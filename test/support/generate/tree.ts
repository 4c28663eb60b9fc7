import { isJsonObject, type JsonValue } from "../../../src/model/index.js";

/**
 * A YAML document that can be changed in ways JSON has no room for: keys and scalars are text as written, so a key may
 * stand twice and a scalar be `0o17`.
 */
export type Tree = Scalar | List | Mapping;

export interface Scalar {
  readonly scalar: string;
}

export interface List {
  readonly items: readonly Tree[];
}

export interface Mapping {
  readonly entries: readonly Entry[];
}

export type Entry = readonly [key: string, value: Tree];

/** The way to a node: indexes of items and entries. */
export type TreePath = readonly number[];

/** Words that mean themselves without quotes. */
const plainKey = /^[A-Za-z][\w./-]*$|^[1-9][0-9]*$/;
const resolved = /^(y|n|yes|no|on|off|true|false|null)$/i;

export function treeOf(value: JsonValue): Tree {
  if (Array.isArray(value)) return { items: (value as readonly JsonValue[]).map(treeOf) };
  if (isJsonObject(value)) {
    return { entries: Object.entries(value).map(([key, child]) => [keyOf(key), treeOf(child)] as const) };
  }
  return { scalar: JSON.stringify(value) };
}

export function keyOf(text: string): string {
  return plainKey.test(text) && !resolved.test(text) ? text : JSON.stringify(text);
}

/** The document as text: block style, scalars and keys as they are. */
export function writeTree(tree: Tree): string {
  return `${lines(tree).join("\n")}\n`;
}

function lines(tree: Tree): readonly string[] {
  if ("scalar" in tree) return tree.scalar.split("\n");
  if ("items" in tree) return tree.items.length === 0 ? ["[]"] : tree.items.flatMap(itemLines);
  return tree.entries.length === 0 ? ["{}"] : tree.entries.flatMap(entryLines);
}

function itemLines(item: Tree): readonly string[] {
  const [first = "", ...rest] = lines(item);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

function entryLines([key, value]: Entry): readonly string[] {
  const [first = "", ...rest] = lines(value);
  if (sizeOf(value) === 1) return [`${key}: ${first}`, ...rest.map((line) => `  ${line}`)];
  return [`${key}:`, ...[first, ...rest].map((line) => `  ${line}`)];
}

/** The node on one line, between brackets and braces. */
export function writeFlow(tree: Tree): string {
  if ("scalar" in tree) return tree.scalar;
  if ("items" in tree) return `[${tree.items.map(writeFlow).join(", ")}]`;
  return `{${tree.entries.map(([key, value]) => `${key}: ${writeFlow(value)}`).join(", ")}}`;
}

export function childrenOf(tree: Tree): readonly Tree[] {
  if ("items" in tree) return tree.items;
  return "entries" in tree ? tree.entries.map(([, value]) => value) : [];
}

/** How many nodes the tree has. */
export function sizeOf(tree: Tree): number {
  return childrenOf(tree).reduce((sum, child) => sum + sizeOf(child), 1);
}

/** Every node with its path, the root first. */
export function* nodesOf(tree: Tree, path: TreePath = []): Generator<readonly [path: TreePath, node: Tree]> {
  yield [path, tree];
  for (const [index, child] of childrenOf(tree).entries()) yield* nodesOf(child, [...path, index]);
}

/** The tree with another node at the path, or without the item or entry there where `change` gives nothing. */
export function changeAt(tree: Tree, path: TreePath, change: (node: Tree) => Tree | undefined): Tree | undefined {
  const [index, ...rest] = path;
  if (index === undefined) return change(tree);
  const replace = (child: Tree) => changeAt(child, rest, change);
  if ("items" in tree) return { items: replaceIn(tree.items, index, replace) };
  if (!("entries" in tree)) return tree;
  return {
    entries: replaceIn(tree.entries, index, ([key, value]) => {
      const replaced = replace(value);
      return replaced === undefined ? undefined : ([key, replaced] as const);
    }),
  };
}

function replaceIn<Item>(list: readonly Item[], index: number, replace: (item: Item) => Item | undefined): Item[] {
  return list.flatMap((item, at) => {
    if (at !== index) return [item];
    const replaced = replace(item);
    return replaced === undefined ? [] : [replaced];
  });
}
