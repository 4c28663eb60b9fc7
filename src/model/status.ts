import type { Finding } from "./finding.js";
import type { CommitSha } from "./ids.js";

/** starting: nothing served yet. following: head is served. rejected: head has errors. held: the gate keeps head back. pinned: the configuration names the commit. failing: the remote cannot be read. */
export type SourceState = "starting" | "following" | "rejected" | "held" | "pinned" | "failing";

/** Why the last look at a remote failed, or the last reading of a file. */
export interface LastError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly at: string;
}

/** A commit that the gate keeps back. */
export interface HeldCommit {
  readonly commit: CommitSha;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** A resource that is not served as the live commit has it, because its file has an error there. */
export interface PartialResource {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The commit as of which it is served; null where it waits and is not. */
  readonly commit: CommitSha | null;
}

/** One source in `GET /api/v1/status`. Times are RFC 3339 in UTC. */
export interface SourceStatus {
  readonly name: string;
  /** Redacted. */
  readonly url: string;
  /** As configured; with a range of versions the tag that is served, of head where none is yet. */
  readonly ref: string | null;
  /** The range of versions, where one is configured. */
  readonly semver: string | null;
  readonly path: string;
  readonly state: SourceState;
  readonly since: string;
  /** One sentence that says why the state is what it is; null while following, unless something is not served as of the commit. */
  readonly reason: string | null;
  /** Newest commit seen. */
  readonly head: CommitSha | null;
  /** Commit served. */
  readonly commit: CommitSha | null;
  readonly subject: string | null;
  readonly author: string | null;
  readonly lastFetchAt: string | null;
  readonly nextPollAt: string | null;
  readonly lastError: LastError | null;
  readonly rejected: { readonly commit: CommitSha; readonly findings: readonly Finding[] } | null;
  /** With onInvalid: keep-last-good: what is not served as of `commit`. Long lists are cut, their length is in `reason`. */
  readonly partial: readonly PartialResource[];
  /** The errors of `commit` that this is for. */
  readonly invalid: readonly Finding[];
  readonly held: readonly HeldCommit[];
}

/** One connected xDS client. */
export interface ClientStatus {
  readonly node: string;
  readonly peer: string;
  readonly listener: string;
  readonly connectedAt: string;
  /** The snapshot whose responses were sent last; null before the first. */
  readonly snapshot: string | null;
  /** Whether every type asked for has been ACKed at the newest version. */
  readonly synced: boolean;
  readonly collections: readonly ClientCollectionStatus[];
}

/** One type that a client asked for, answered or not. */
export interface ClientCollectionStatus {
  readonly typeUrl: string;
  readonly sent: string | null;
  readonly acked: string | null;
  readonly nack: { readonly version: string; readonly message: string; readonly at: string } | null;
}

/** How the configuration file stands, which is read again when it changes. */
export interface ConfigStatus {
  /** As it was named. */
  readonly file: string;
  /** When what is in force was read. */
  readonly loadedAt: string;
  /** Why the file as it is now is not taken; null where it is. */
  readonly error: { readonly message: string; readonly remedy: string; readonly at: string } | null;
  /** Settings of the file that differ from those in force and take a restart, as in `listen`. */
  readonly restart: readonly string[];
}

/** The certificate that a listener's new connections get. */
export interface ListenerCertificate {
  readonly notAfter: string;
  /** Why the TLS files as they are now are not taken; null where they are. */
  readonly error: LastError | null;
}

/** One address that clients connect to. */
export interface ListenerStatus {
  readonly address: string;
  readonly snapshot: string | null;
  /** Null where it serves plaintext. */
  readonly certificate: ListenerCertificate | null;
}

/** `GET /api/v1/status`. */
export interface Status {
  /** Null where the service was started without a configuration file. */
  readonly config: ConfigStatus | null;
  readonly sources: readonly SourceStatus[];
  readonly snapshot: {
    readonly id: string;
    readonly publishedAt: string;
    readonly resources: number;
    readonly collections: readonly { readonly typeUrl: string; readonly version: string; readonly resources: number }[];
  } | null;
  readonly listeners: readonly ListenerStatus[];
  readonly clients: readonly ClientStatus[];
}
