import { contentHash } from "./hash.js";

/**
 * The xDS version_info of a collection: a hash over its (name, version) pairs in order of names. It depends on nothing
 * else, so a collection that a commit leaves alone keeps its version, on every replica.
 */
export function collectionVersion(names: readonly string[], versions: readonly string[]): string {
  return contentHash(names.map((name, index) => `${name}\n${versions[index] ?? ""}\n`).join(""));
}
