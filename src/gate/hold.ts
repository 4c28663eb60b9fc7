import type { Commit, CommitSha, HistoryRule, InvalidRule, KindName } from "../model/index.js";

/** Why a commit is kept back, as shown in the status and the log. */
export interface Hold {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What the configuration says of the gate; the same on every replica. */
export interface GateRules {
  /** Never live; what follows them may be. */
  readonly skip: ReadonlySet<CommitSha>;
  /** Live although they remove much, or do not follow what was live. Never lifts what is said of validity. */
  readonly accept: ReadonlySet<CommitSha>;
  /** Whether a head has to follow the commit that is live. */
  readonly history: HistoryRule;
  /** Whether files with errors are left as they were, or reject their commit. */
  readonly onInvalid: InvalidRule;
  /** The share of a collection that one commit may remove: 0 to 1, 1 for all of it. */
  readonly maxDeletions: number;
  readonly allowEmpty: boolean;
  /** The folder that is read, for messages. */
  readonly path: string;
}

/** A valid commit that may become live. */
export interface Candidate {
  readonly commit: Commit;
  readonly census: Census;
  /** Against the commit that is live before it; empty where there is none. */
  readonly removals: readonly Removal[];
}

/** What a commit holds, for the message: an empty result is most often a wrong path. */
export interface Census {
  readonly files: number;
  readonly resources: number;
  /** Documents of kinds that istiod does not read over MCP, by `group/version Kind`. */
  readonly otherKinds: ReadonlyMap<string, number>;
}

/** What of one kind would be gone. */
export interface Removal {
  readonly kind: KindName;
  /** Resources before. */
  readonly before: number;
  readonly removed: number;
}
