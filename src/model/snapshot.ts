import type { CommitSha, ResourceName } from "./ids.js";
import type { KindName } from "./kind.js";

/**
 * All resources of one kind, immutable. The three lists and the index run in parallel, sorted by resource name, and
 * the bytes are ready to be put on the wire, so that a push costs a header and one copy, whatever the number of
 * streams.
 */
export interface Collection {
  readonly kind: KindName;
  /** Hash over the (name, version) pairs: xDS version_info. It does not hold the commit. */
  readonly version: string;
  readonly names: readonly ResourceName[];
  readonly versions: readonly string[];
  /** `offsets[i]` to `offsets[i + 1]` is entry i of `bytes`; one more than there are names. */
  readonly offsets: Uint32Array;
  /** Each entry is a google.protobuf.Any framed as field 2 (`resources`) of a DiscoveryResponse. */
  readonly bytes: Uint8Array;
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
