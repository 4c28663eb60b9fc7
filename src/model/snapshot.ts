import type { CommitSha, ResourceName } from "./ids.js";
import type { KindName } from "./kind.js";

/**
 * A run of entries that stand next to each other in a collection. Each is a google.protobuf.Any framed as field 2
 * (`resources`) of a DiscoveryResponse. Both lists lie in shared memory, are written once and never again.
 */
export interface Piece {
  /** Where each entry begins, then where the last one ends, all counted from `offsets[0]`: a cut keeps its numbers. */
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
}

/** How many entries a piece holds. */
export function countEntries({ offsets }: Piece): number {
  return offsets.length - 1;
}

/** The entry at `index` of the piece. */
export function entryOf({ offsets, bytes }: Piece, index: number): Uint8Array {
  const [first = 0] = offsets;
  return bytes.subarray((offsets[index] ?? first) - first, (offsets[index + 1] ?? first) - first);
}

/**
 * All resources of one kind, immutable. The two lists and the entries of all pieces run in parallel, sorted by resource
 * name, and the bytes are ready to be put on the wire, so that a push costs a header and one copy, whatever the number
 * of streams. Collections that follow each other share the pieces that no change touches.
 */
export interface Collection {
  readonly kind: KindName;
  /** Hash over the (name, version) pairs: xDS version_info. It does not hold the commit. */
  readonly version: string;
  readonly names: readonly ResourceName[];
  readonly versions: readonly string[];
  readonly pieces: readonly Piece[];
}

/** The commit that one source contributes. */
export interface SourceCommit {
  readonly source: string;
  readonly commit: CommitSha;
}

/** What is served: immutable, whole, of one commit per source. */
export interface Snapshot {
  /** `NAME@SHA`, joined by `,` where there are several sources. */
  readonly id: string;
  readonly commits: readonly SourceCommit[];
  readonly publishedAt: Date;
  /** Every kind has its collection, empty or not. */
  readonly collections: ReadonlyMap<KindName, Collection>;
}

/** Where the xDS side reads what to serve. It never learns where that came from. */
export interface SnapshotReader {
  /** Undefined until every source has been good once. */
  current(): Snapshot | undefined;
  /** Calls back after every publication, until the returned function is called. */
  onPublish(listener: (snapshot: Snapshot) => void): () => void;
}

/** The id of a snapshot made of these commits. */
export function snapshotId(commits: readonly SourceCommit[]): string {
  return commits.map(({ source, commit }) => `${source}@${commit}`).join(",");
}
