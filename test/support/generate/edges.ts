import type { KindName } from "../../../src/model/index.js";
import { readFixtures } from "../fixtures.js";
import { isNumber, isText, type Site, sitesOf } from "./sites.js";
import { keysOf, oddNumbers, textsOf } from "./texts.js";
import { changeAt, childrenOf, keyOf, type Tree, type TreePath, treeOf } from "./tree.js";

/**
 * Documents that use every field and are right but for one value, which is at an edge: every odd text and number where
 * such a value may stand, every odd key of a map, lists and objects empty or with something twice. Each field once.
 */
export function* edgesOf(kind: KindName): Generator<Tree> {
  const seen = new Set<string>();
  for (const fixture of readFixtures("every-field", kind)) {
    const document = treeOf(fixture);
    for (const site of sitesOf(kind, document)) {
      const key = `${site.field?.path} ${Object.keys(site.node).join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const { tree, path } = trim(document, site.path);
      for (const variant of variants(site)) {
        const changed = changeAt(tree, path, () => variant ?? undefined);
        if (changed !== undefined) yield changed;
      }
    }
  }
}

/** The document without the items that stand beside the path: what holds for one route does not need the others. */
function trim(tree: Tree, [index, ...rest]: TreePath): { readonly tree: Tree; readonly path: TreePath } {
  if (index === undefined) return { tree, path: [] };
  const child = childrenOf(tree)[index];
  if (child === undefined) return { tree, path: [index, ...rest] };
  const inner = trim(child, rest);
  if ("items" in tree) return { tree: { items: [inner.tree] }, path: [0, ...inner.path] };
  return { tree: changeAt(tree, [index], () => inner.tree) ?? tree, path: [index, ...inner.path] };
}

/** What may stand in place of the node; null where it goes. */
function* variants({ node, field }: Site): Generator<Tree | null> {
  yield null;
  yield { scalar: "null" };
  if (field === undefined) return;
  const name = `${field.kind}.${field.path}`;
  if (isText(node) && field.schema.enum === undefined) yield* textsOf(name).odd.map(treeOf);
  if (isNumber(node)) for (const number of oddNumbers) yield { scalar: number };
  if ("items" in node) {
    yield { items: [] };
    yield { items: [...node.items, ...node.items.slice(0, 1)] };
    yield { items: Array.from({ length: 30 }, () => node.items.slice(0, 1)).flat() };
  }
  if (!("entries" in node)) return;
  yield { entries: [] };
  const [first] = node.entries;
  if (field.schema.properties !== undefined || first === undefined) return;
  for (const key of keysOf(name).odd) yield { entries: [[keyOf(key), first[1]]] };
}
