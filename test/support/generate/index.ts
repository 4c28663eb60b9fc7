import type { KindName } from "../../../src/model/index.js";
import { seeded } from "../random.js";
import { generateDocument } from "./document.js";
import { mutate } from "./mutate.js";
import { type Tree, treeOf } from "./tree.js";

export { generateDocument } from "./document.js";
export { edgesOf } from "./edges.js";
export { mutate } from "./mutate.js";
export { type Tree, treeOf, writeTree } from "./tree.js";

/** The document of a seed: one in three is left as it was generated, the others have one to three mutations. */
export function documentOf(kind: KindName, seed: number): Tree {
  const random = seeded(seed);
  const document = treeOf(generateDocument(kind, random));
  return random.chance(1 / 3) ? document : mutate(kind, document, random);
}
