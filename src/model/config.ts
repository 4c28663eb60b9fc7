import type { FindingCode } from "./finding.js";
import type { CommitSha } from "./ids.js";
import type { IstioTarget } from "./istio.js";
import type { KindName } from "./kind.js";

/** When a source is looked at. */
export type Schedule = { readonly type: "interval"; readonly ms: number } | CronSchedule;

/** A cron expression of five fields, or six with seconds, and the time zone that its times are of. */
export interface CronSchedule {
  readonly type: "cron";
  readonly expression: string;
  readonly timezone: string;
}

/** Whose signatures a source asks for. */
export interface VerifyConfig {
  /** head: the commit that would be live. range: that one and every commit on the way to it after `since`. */
  readonly mode: "head" | "range";
  /** With range: the commit from which on history is signed, itself not asked; null with head. */
  readonly since: CommitSha | null;
  /** Absolute paths of files with OpenPGP public keys, armored or binary. */
  readonly openpgp: readonly string[];
  /** Absolute path of an allowed_signers file (ssh-keygen); null trusts no SSH key. */
  readonly ssh: string | null;
  /** Absolute path of a file with SSH public keys that are no longer trusted; null where there is none. */
  readonly revoked: string | null;
}

/** How webhooks of a source are told from forged ones. */
export interface WebhookConfig {
  /** Absolute path of a file that holds the secret; read at every request. */
  readonly secretFile: string;
}

/** What a source may define: resources of these kinds in these namespaces. */
export interface Ownership {
  /** Names, or beginnings of names followed by `*`; null for every namespace. */
  readonly namespaces: readonly string[] | null;
  /** Null for every kind. */
  readonly kinds: readonly KindName[] | null;
}

/** What a ref may come to name: any commit, or only such as follow the one that is live. */
export type HistoryRule = "any" | "fast-forward";

/** What becomes of a commit of which some files have errors. */
export type InvalidRule = "reject-commit" | "keep-last-good";

/** One Git repository to follow. */
export interface SourceConfig {
  /** Names the source in status, logs, snapshot ids and its folder of the state directory. */
  readonly name: string;
  /** https://, http://, ssh://, file://, `host:path` or a local path; may hold credentials: redacted wherever it is shown. */
  readonly url: string;
  /** A branch, a tag or a full commit id; null follows the branch that the remote's HEAD names. */
  readonly ref: string | null;
  /** A range of versions instead of a ref: the highest tag within it is followed. */
  readonly semver: string | null;
  /** The folder that is read, with `/`, without one at either end; empty for the whole tree. */
  readonly path: string;
  /** Globs relative to `path`; empty means every file. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Commits that are never live. */
  readonly skip: readonly CommitSha[];
  /** Commits that may remove as much as they like, and need not follow what was live. */
  readonly accept: readonly CommitSha[];
  readonly history: HistoryRule;
  readonly onInvalid: InvalidRule;
  /** The share of a collection that one commit may remove, 0 to 1. */
  readonly maxDeletions: number;
  /** When it is looked at; null where it is looked at like the others. */
  readonly schedule: Schedule | null;
  /** Absent: it may define everything. Where a listener has several sources, each says what it owns. */
  readonly owns?: Ownership;
  readonly auth?: SourceAuth;
  /** What differs from what the machine trusts; of http(s) sources. */
  readonly tls?: TlsFiles;
  /** Absent: http(s) requests go straight to the host. */
  readonly proxy?: ProxyChoice;
  /** Absent: commits need no signature. */
  readonly verify?: VerifyConfig;
  /** Absent: webhooks for this source are refused. */
  readonly webhook?: WebhookConfig;
}

/** How gitxds shows a remote who it is. */
export interface SourceAuth {
  /** There for every source behind SSH. */
  readonly ssh?: SshAuth;
  /** Wins over the URL's user info and the service's token. */
  readonly http?: HttpAuth;
}

/** What http(s) requests are authorized with. Paths are absolute; the files are read at each request. */
export type HttpAuth =
  | { readonly type: "token"; readonly tokenFile: string }
  | { readonly type: "basic"; readonly username: string; readonly passwordFile: string }
  | GitHubAppAuth;

/** The App whose installation can read the repository. */
export interface GitHubAppAuth {
  readonly type: "github-app";
  /** The App's id or its client id. */
  readonly appId: string;
  readonly installationId: string;
  /** RSA, in PEM. */
  readonly privateKeyFile: string;
  /** Without a slash at the end. */
  readonly apiUrl: string;
}

/** Absolute paths of PEM files, read again when they change. */
export interface TlsFiles {
  /** The only authorities that are trusted; null for those of Node.js and NODE_EXTRA_CA_CERTS. */
  readonly caFile: string | null;
  /** A client certificate and what leads to its authority. */
  readonly certFile: string | null;
  readonly keyFile: string | null;
}

/** Which proxy requests go through: URLs, which may hold credentials. */
export interface ProxyChoice {
  /** For http:// and for https:// URLs. */
  readonly http: string | null;
  readonly https: string | null;
  /** The entries of NO_PROXY. */
  readonly except: readonly string[];
}

/** What an SSH connection is made with. Paths are absolute; the files are read at each connection. */
export interface SshAuth {
  readonly privateKeyFile: string | null;
  readonly passphraseFile: string | null;
  /** Socket of the agent whose keys are offered after the file's. */
  readonly agentSocket: string | null;
  /** Those that do not exist are passed over, but one has to. */
  readonly knownHostsFiles: readonly string[];
}

/** A host and a port; port 0 lets the kernel choose. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One address that istiods connect to, and what they get there: xds:// addresses have no path, so a view is a port. */
export interface ListenerConfig {
  readonly address: Address;
  /** Names of the sources whose resources are served together; at least one. */
  readonly sources: readonly string[];
  /** Absent: plaintext. */
  readonly tls?: ListenerTls;
  /** Addresses and CIDR ranges that may connect; absent: every address. */
  readonly allow?: readonly string[];
}

/** Whom a listener proves to be, and whom it lets in. Paths are absolute; the files are read again when they change. */
export interface ListenerTls {
  /** PEM: the certificate, and what leads to its authority. */
  readonly certFile: string;
  readonly keyFile: string;
  /** The authorities of clients, each of which then needs a certificate; null asks for none. */
  readonly clientCaFile: string | null;
  /** DNS names and URIs of which a client's certificate must have one; empty where its authority is enough. */
  readonly allowedSans: readonly string[];
}

/** What analysis needs of the MeshConfig that istiod runs with. */
export interface MeshSettings {
  /** Proxies capture DNS and allocate addresses to hosts that have none. */
  readonly allocatesAddresses: boolean;
  /** There is a default provider of access logs. */
  readonly logsByDefault: boolean;
  /** Names of extension providers of type Lightstep. */
  readonly lightstepProviders: readonly string[];
}

/** From which severity on a finding of analysis rejects a commit. */
export type FailOn = "never" | "warning" | "error";

/** How resources are analysed together. */
export interface AnalysisConfig {
  readonly failOn: FailOn;
  /** Codes that are not shown. */
  readonly disable: readonly FindingCode[];
  /** Null where no MeshConfig was given: what depends on it is not asked. */
  readonly mesh: MeshSettings | null;
}

/** What is analysed where nothing is configured: everything but what needs a MeshConfig, and nothing is rejected for it. */
export const defaultAnalysis: AnalysisConfig = { failOn: "never", disable: [], mesh: null };

/** Where rules of the users' own come from: ValidatingAdmissionPolicies and their bindings. */
export interface PoliciesConfig {
  /** Whether those that stand in the repository hold. */
  readonly inRepository: boolean;
  /** A folder with others, absolute; null without one. */
  readonly directory: string | null;
}

/** What a new client gets while the remote cannot be looked at: the last good, or nothing until it can be. */
export type OnStaleRemote = "serve-last-good" | "wait";

/** Everything `serve` needs, defaults filled in. */
export interface Config extends IstioTarget {
  readonly sources: readonly SourceConfig[];
  /** At least one. */
  readonly listeners: readonly ListenerConfig[];
  readonly admin: Address;
  readonly stateDir: string;
  /** Of sources that have none of their own. */
  readonly schedule: Schedule;
  readonly onStaleRemote: OnStaleRemote;
  /** Serve a commit that holds nothing servable. */
  readonly allowEmpty: boolean;
  readonly defaultNamespace: string;
  /** What short host names are completed with: `name.namespace.svc.<domainSuffix>`. */
  readonly domainSuffix: string;
  readonly analysis: AnalysisConfig;
  readonly policies: PoliciesConfig;
  readonly adminTokenFile: string | null;
  /** Sent as HTTP basic password to http(s) remotes whose URL has no user info; never logged. */
  readonly token: string | null;
}
