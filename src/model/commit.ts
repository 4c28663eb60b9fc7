import type { CommitSha, ObjectId } from "./ids.js";

/** What the remote's ref names right now. */
export interface Head {
  readonly commit: CommitSha;
  /** The full ref, as in `refs/heads/main`; the commit id itself where the configuration names a commit. */
  readonly ref: string;
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
}
