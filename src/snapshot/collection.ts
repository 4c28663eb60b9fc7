import type { Collection, EncodedResource, KindName } from "../model/index.js";
import { collectionVersion } from "../util/collection-version.js";
import { buildPieces } from "./pieces.js";

/**
 * Builds the collection of one kind; the order in which resources come does not matter. What `previous` has of them in
 * one piece is taken over.
 */
export function buildCollection(
  kind: KindName,
  resources: readonly EncodedResource[],
  previous?: Collection,
): Collection {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const names = sorted.map(({ name }) => name);
  const versions = sorted.map(({ version }) => version);
  const version = collectionVersion(names, versions);
  return { kind, version, names, versions, pieces: buildPieces(sorted, previous) };
}
