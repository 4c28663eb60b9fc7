import type { Collection, EncodedResource, KindName } from "../model/index.js";
import { frameResources } from "../proto/index.js";
import { collectionVersion } from "../util/collection-version.js";

/** Builds the collection of one kind; the order in which resources come does not matter. */
export function buildCollection(kind: KindName, resources: readonly EncodedResource[]): Collection {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const names = sorted.map(({ name }) => name);
  const versions = sorted.map(({ version }) => version);
  const frames = frameResources(sorted.map(({ bytes }) => bytes));
  return { kind, version: collectionVersion(names, versions), names, versions, ...frames };
}
