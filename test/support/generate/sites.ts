import type { KindName } from "../../../src/model/index.js";
import { type Field, item, property, specField } from "./field.js";
import type { Scalar, Tree, TreePath } from "./tree.js";

/** A node that may be changed, with what the schema says of it, where it says something. */
export interface Site {
  readonly path: TreePath;
  readonly node: Tree;
  readonly field: Field | undefined;
}

/** Every node of the spec, the spec itself first; none where there is no spec. */
export function sitesOf(kind: KindName, document: Tree): readonly Site[] {
  const entries = "entries" in document ? document.entries : [];
  const at = entries.findIndex(([key]) => key === "spec");
  const spec = entries[at]?.[1];
  return spec === undefined ? [] : [...below(spec, [at], specField(kind))];
}

function* below(node: Tree, path: TreePath, field: Field | undefined): Generator<Site> {
  yield { path, node, field };
  if ("items" in node) {
    const items = field === undefined ? undefined : item(field);
    for (const [index, child] of node.items.entries()) yield* below(child, [...path, index], items);
  } else if ("entries" in node) {
    for (const [index, [key, child]] of node.entries.entries()) {
      yield* below(child, [...path, index], field === undefined ? undefined : property(field, key));
    }
  }
}

export function isText(node: Tree): node is Scalar {
  return "scalar" in node && node.scalar.startsWith('"');
}

export function isNumber(node: Tree): node is Scalar {
  return "scalar" in node && /^-?\d/.test(node.scalar);
}
