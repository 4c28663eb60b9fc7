import { createHash } from "node:crypto";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { sourceFindings } from "../../findings/source.js";
import type { GitxdsError } from "../../model/index.js";
import type { SshAddress } from "../../util/ssh-address.js";
import { sourceError } from "../errors.js";
import { type KnownHost, typeOfKey } from "./known-hosts.js";

/** What known_hosts has about one host. */
export interface HostKeys {
  /** As known_hosts names it: `host`, or `[host]:port` for another port than 22. */
  readonly name: string;
  readonly lines: readonly KnownHost[];
  /** The file to which a new line would go. */
  readonly file: string;
}

/** The name under which known_hosts has a host. */
export function knownHostsName({ host, port }: Pick<SshAddress, "host" | "port">): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/** As `ssh-keygen -l` prints it. */
export function fingerprint(key: Uint8Array): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** The signature algorithms that go with a type of host key. RSA with SHA-1 is not among them. */
const algorithmsOf = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
} as const;

/**
 * What to ask a server for: first the types that are known, so that a server with several keys shows one of those; then the
 * others, so that the refusal can say which key it has.
 */
export function hostKeyAlgorithms({ lines }: HostKeys): ServerHostKeyAlgorithm[] {
  const known = new Set(lines.filter(({ marker }) => marker === "none").map(({ keyType }) => keyType));
  const types = Object.entries(algorithmsOf);
  return [...types.filter(([type]) => known.has(type)), ...types.filter(([type]) => !known.has(type))].flatMap(
    ([, algorithms]) => algorithms,
  );
}

/** Undefined where the key that a host presents is the one that is known; else the reason to hang up. */
export function judgeHostKey({ name, lines, file }: HostKeys, key: Buffer): GitxdsError | undefined {
  const presented = `${typeOfKey(key)} ${fingerprint(key)}`;
  const newLine = `${name} ${typeOfKey(key)} ${key.toString("base64")}`;
  const revoked = lines.find((line) => line.marker === "revoked" && line.key.equals(key));
  if (revoked !== undefined) {
    return sourceError(
      sourceFindings.hostKeyRevoked,
      `host ${name} presents the key ${presented}, which ${revoked.place} revokes`,
      "have the host's operators replace its key; until then nothing that it sends can be trusted",
    );
  }
  const known = lines.filter(({ marker }) => marker === "none");
  if (known.some((line) => line.key.equals(key))) return undefined;
  if (known.length === 0) return unknownKey(name, presented, newLine, file, lines);
  const others = known.map((line) => `${line.keyType} ${fingerprint(line.key)} (${line.place})`).slice(0, 5);
  const [sameType] = known.filter(({ keyType }) => keyType === typeOfKey(key));
  return sourceError(
    sourceFindings.hostKeyChanged,
    `host ${name} presents the key ${presented}, and known is ${others.join(", ")}: the key was changed, or someone listens in between`,
    `ask the host's operators; only if they name this fingerprint, ${sameType === undefined ? `add to ${file}` : `replace ${sameType.place} by`}: ${newLine}`,
  );
}

function unknownKey(name: string, presented: string, newLine: string, file: string, lines: readonly KnownHost[]) {
  const authority = lines.find(({ marker }) => marker === "cert-authority");
  const certificates =
    authority === undefined ? "" : ` (${authority.place} names an authority, and host certificates are not supported)`;
  return sourceError(
    sourceFindings.hostKeyUnknown,
    `the key of host ${name} is not known: it presents ${presented}${certificates}`,
    `compare the fingerprint with the one that the host's operators publish; if it is the same, add to ${file}: ${newLine}`,
  );
}
