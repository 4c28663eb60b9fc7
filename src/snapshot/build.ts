import { kinds } from "../collections/kinds.js";
import type { Collection, EncodedResource, KindName } from "../model/index.js";
import { buildCollection } from "./collection.js";

/** All collections by kind; every kind has one, empty or not. */
export type Collections = ReadonlyMap<KindName, Collection>;

/**
 * Builds the collections of the kinds in `touched` and takes the others over from `previous`, as they are. A rebuilt
 * collection whose version came out the same is taken over too, so that identity means "nothing to send".
 */
export function buildCollections(
  resources: Iterable<EncodedResource>,
  previous: Collections | undefined,
  touched: ReadonlySet<KindName>,
): Collections {
  const rebuild = new Map<KindName, EncodedResource[]>();
  for (const { kind } of kinds) {
    if (previous === undefined || touched.has(kind)) rebuild.set(kind, []);
  }
  for (const resource of resources) rebuild.get(resource.kind)?.push(resource);

  const collections = new Map<KindName, Collection>(previous);
  for (const [kind, entries] of rebuild) {
    const before = collections.get(kind);
    const collection = buildCollection(kind, entries, before);
    if (collection.version !== before?.version) collections.set(kind, collection);
  }
  return collections;
}

/** The collections of `next` that are not those of `previous`. */
export function changedCollections(previous: Collections | undefined, next: Collections): readonly Collection[] {
  return [...next.values()].filter((collection) => previous?.get(collection.kind) !== collection);
}
