import type { Collection } from "../model/index.js";
import { collectionVersion } from "../util/collection-version.js";

/**
 * The resources of several collections of one kind as one. No name may stand in two of them. Where one holds all there
 * is, it is that very collection.
 */
export function mergeCollections(parts: readonly [Collection, ...Collection[]]): Collection {
  const [first, ...others] = parts.filter(({ names }) => names.length > 0);
  if (first === undefined) return parts[0];
  if (others.length === 0) return first;
  const entries = [first, ...others].flatMap((part) => part.names.map((name, index) => ({ name, part, index })));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = entries.map(({ name }) => name);
  const versions = entries.map(({ part, index }) => part.versions[index] ?? "");
  return { kind: first.kind, version: collectionVersion(names, versions), names, versions, ...framesOf(entries) };
}

interface Entry {
  readonly part: Collection;
  readonly index: number;
}

/** In shared memory, as those of the parts are: a view crosses the threads like a collection that was built. */
function framesOf(entries: readonly Entry[]): Pick<Collection, "offsets" | "bytes"> {
  const offsets = new Uint32Array(new SharedArrayBuffer((entries.length + 1) * Uint32Array.BYTES_PER_ELEMENT));
  for (const [at, { part, index }] of entries.entries()) {
    offsets[at + 1] = (offsets[at] ?? 0) + (part.offsets[index + 1] ?? 0) - (part.offsets[index] ?? 0);
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(offsets.at(-1) ?? 0));
  for (const [at, { part, index }] of entries.entries()) {
    bytes.set(part.bytes.subarray(part.offsets[index], part.offsets[index + 1]), offsets[at]);
  }
  return { offsets, bytes };
}
