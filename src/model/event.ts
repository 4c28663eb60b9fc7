import type { OnStaleRemote } from "./config.js";
import type { Finding } from "./finding.js";
import type { CommitSha, TypeUrl } from "./ids.js";
import type { SourceCommit } from "./snapshot.js";
import type { LastError, SourceState } from "./status.js";

/** Seconds that each phase of a pass took, and what it touched. */
export interface PassCost {
  readonly fetchMs: number;
  readonly listMs: number;
  readonly parseMs: number;
  readonly analyzeMs: number;
  readonly buildMs: number;
  readonly files: number;
  readonly blobsRead: number;
  readonly changedCollections: readonly string[];
}

/** What a stage tells the rest. Stages never log or count by themselves. */
export type Event =
  | {
      /** A look at the remote ended, and what was found was decided and published: one for each look, to be counted. */
      readonly type: "looked";
      readonly source: string;
      /** The state that the source is in now. */
      readonly state: SourceState;
      /** Why it failed; null where it did not. */
      readonly code: string | null;
      readonly ms: number;
    }
  /** The same trouble at every look is told once. */
  | { readonly type: "look-failed"; readonly source: string; readonly error: LastError; readonly retryInMs: number }
  | {
      readonly type: "progress";
      readonly source: string;
      readonly phase: string;
      readonly done: number;
      readonly total: number;
    }
  | {
      /** What an earlier process served is served again, before the remote was asked. */
      readonly type: "restored";
      readonly source: string;
      readonly commit: CommitSha;
      readonly resources: number;
      readonly publishedAt: Date;
    }
  | {
      readonly type: "last-good-unusable";
      readonly source: string;
      readonly code: string;
      readonly reason: string;
      readonly movedTo: string;
    }
  | {
      /** Other machines do not see that this process uses the folder. */
      readonly type: "unlocked";
      readonly source: string;
      readonly code: string;
      readonly folder: string;
      readonly reason: string;
    }
  | { readonly type: "last-good-unsaved"; readonly source: string; readonly code: string; readonly reason: string }
  | {
      readonly type: "published";
      readonly source: string;
      readonly commit: CommitSha;
      readonly subject: string;
      readonly resources: number;
      /** When the look that found it began. */
      readonly lookedAt: Date;
      readonly cost: PassCost;
      /** With errors where some files are not served as the commit has them. */
      readonly warnings: readonly Finding[];
      /** How many resources are served as of earlier commits, and how many are not served; absent where none. */
      readonly partial?: { readonly kept: number; readonly waiting: number };
    }
  | {
      readonly type: "rejected";
      readonly source: string;
      readonly commit: CommitSha;
      readonly findings: readonly Finding[];
    }
  | {
      readonly type: "held";
      readonly source: string;
      readonly commit: CommitSha;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    }
  | {
      /** A push was told of, so the remote is asked. */
      readonly type: "webhook-accepted";
      readonly source: string;
      readonly forge: string;
      /** What was pushed, in the forge's words; null where it does not say. */
      readonly ref: string | null;
    }
  | {
      /** At most one a minute: what is said is of the latest, the count of all since. */
      readonly type: "webhooks-refused";
      readonly forge: string;
      readonly code: string;
      readonly reason: string;
      readonly remedy: string;
      readonly count: number;
    }
  | {
      /** The configuration file was read again. `applied` are the settings that changed, as in `sources.mesh.skip`. */
      readonly type: "config-loaded";
      readonly file: string;
      readonly applied: readonly string[];
      /** Settings that differ and take a restart. */
      readonly restart: readonly string[];
    }
  | { readonly type: "config-refused"; readonly file: string; readonly message: string; readonly remedy: string }
  | {
      /** New connections are made with this certificate from now on. */
      readonly type: "certificate-loaded";
      readonly listener: string;
      readonly file: string;
      /** Its subject alternative names, as OpenSSL writes them. */
      readonly names: string;
      readonly notAfter: Date;
    }
  | {
      /** What the files hold cannot be used; the certificate before stays. */
      readonly type: "certificate-refused";
      readonly listener: string;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    }
  | {
      /** Little of its time is left, or none: told once of each. */
      readonly type: "certificate-ending";
      readonly listener: string;
      readonly code: string;
      readonly file: string;
      readonly notAfter: Date;
      readonly ended: boolean;
      readonly remedy: string;
    }
  | {
      /** At most one a minute of each code and listener: what is said is of the latest, the count of all since. */
      readonly type: "connections-refused";
      readonly listener: string;
      readonly code: string;
      readonly reason: string;
      readonly remedy: string;
      /** `host:port` of the latest. */
      readonly peer: string;
      readonly count: number;
    }
  | {
      readonly type: "stream-opened";
      readonly stream: number;
      readonly peer: string;
      /** The address that it came in by. */
      readonly listener: string;
      readonly method: "sotw" | "delta";
    }
  | {
      /** Clients connected, and the remote could not be looked at: what they would get may be older than what they had. */
      readonly type: "stale-look";
      readonly listener: string;
      /** timeout: no look was decided in time. failing: the last one failed, and the next is not due. */
      readonly reason: "timeout" | "failing";
      /** How many streams waited for that look. */
      readonly streams: number;
      readonly action: OnStaleRemote;
    }
  | {
      /** There are too many already: its requests are read once one of them has ended. */
      readonly type: "stream-held";
      readonly stream: number;
      readonly code: string;
      readonly limit: number;
    }
  | {
      /** It sends so many requests that they are read slowly; told once of each stream. */
      readonly type: "stream-slowed";
      readonly stream: number;
      readonly code: string;
      readonly perSecond: number;
    }
  | { readonly type: "stream-identified"; readonly stream: number; readonly node: string }
  | {
      readonly type: "stream-closed";
      readonly stream: number;
      /** The name of a gRPC status. */
      readonly status: string;
      readonly reason: string;
    }
  | {
      readonly type: "pushed";
      readonly stream: number;
      readonly typeUrl: TypeUrl;
      readonly version: string;
      readonly resources: number;
      readonly bytes: number;
    }
  | { readonly type: "acked"; readonly stream: number; readonly typeUrl: TypeUrl; readonly version: string }
  | {
      readonly type: "nacked";
      readonly stream: number;
      readonly typeUrl: TypeUrl;
      readonly version: string;
      readonly message: string;
    }
  | {
      /** A client has ACKed the last of the types that it had to get of a snapshot. */
      readonly type: "caught-up";
      readonly stream: number;
      readonly commits: readonly SourceCommit[];
      readonly publishedAt: Date;
    };

/** Where events go. */
export type Emit = (event: Event) => void;
