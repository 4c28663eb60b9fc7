import type { CommitSha, ObjectId } from "./ids.js";

/** What the remote's ref names right now. */
export interface Head {
  readonly commit: CommitSha;
  /** The full ref, as in `refs/heads/main`; the commit id itself where the configuration names a commit. */
  readonly ref: string;
  /** Where the ref is an annotated tag. */
  readonly tag?: TagRef;
  /** Where a range of versions was asked for: the tags within it, oldest version first; the last is head. */
  readonly versions?: readonly VersionTag[];
}

/** An annotated tag, and the ref that names it, as in `refs/tags/v1`. */
export interface TagRef {
  readonly id: ObjectId;
  readonly ref: string;
}

/** A tag whose name is a version. */
export interface VersionTag {
  /** Full, as in `refs/tags/v1.2.0`. */
  readonly ref: string;
  readonly commit: CommitSha;
  /** Where it is annotated. */
  readonly tag?: TagRef;
}

/** A commit on the way to head. */
export interface ChainCommit {
  readonly commit: Commit;
  /** Whether the folder that is read differs from its first parent's. */
  readonly changesPath: boolean;
  /** The annotated tag that leads to it, where it is one that is followed. */
  readonly tag?: TagRef;
}

/** A commit whose objects can be read. */
export interface Commit {
  readonly sha: CommitSha;
  readonly tree: ObjectId;
  readonly parents: readonly CommitSha[];
  /** First line of the message, control characters removed, at most 200 characters. */
  readonly subject: string;
  /** `Name <address>`, as in the commit, control characters removed. */
  readonly author: string;
  readonly authoredAt: Date;
  /** Whether its message has the trailer `Gitxds-Allow-Deletions: true`. */
  readonly allowsDeletions: boolean;
}
