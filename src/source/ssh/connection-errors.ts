import { sourceFindings } from "../../findings/source.js";
import { GitxdsError } from "../../model/index.js";
import { nodeErrorCode, sourceError } from "../errors.js";
import { timedOut } from "../http-errors.js";

/** How far a connection had come when it failed. */
export type Stage = "connect" | "handshake" | "authentication" | "open" | "closed";

/** What to name in messages. */
export interface ConnectionNames {
  /** The repository as it was configured, redacted. */
  readonly where: string;
  readonly host: string;
  readonly username: string;
  /** The keys that were offered. */
  readonly keys: readonly string[];
}

/** Turns what ssh2 reports of a connection into what a person can act on. */
export function connectionFailure(
  error: Error & { level?: string },
  stage: Stage,
  names: ConnectionNames,
): GitxdsError {
  if (error instanceof GitxdsError) return error;
  const code = nodeErrorCode(error) ?? nestedCode(error) ?? "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EAI_FAIL") {
    return sourceError(
      sourceFindings.hostUnknown,
      `host ${names.host} of ${names.where} cannot be found (${code})`,
      "check the host name and the DNS of this machine",
      { retry: "later", cause: error },
    );
  }
  if (code === "ETIMEDOUT") return timedOut(names.where, "did not accept a connection in time");
  if (error.level === "client-timeout") return timedOut(names.where, "no longer answers");
  if (stage === "authentication" && isRefusal(error)) return unauthorized(serverWords(error.message, 200), names);
  if (/no matching/i.test(error.message)) return noCommonAlgorithm(error, names);
  const refused = code === "ECONNREFUSED";
  return sourceError(
    sourceFindings.connectionFailed,
    refused
      ? `the connection to ${names.where} was refused`
      : `the connection to ${names.where} failed (${code || serverWords(error.message, 200)})`,
    refused
      ? "check host, port and firewall, and whether the SSH server runs"
      : "check host, port and firewall, and whether an SSH server answers there",
    { retry: "later", cause: error },
  );
}

/** All keys were tried, or the server said goodbye with a reason (RFC 4253, section 11.1), which ssh2 puts into the code. */
function isRefusal(error: Error & { level?: string }): boolean {
  return error.level === "client-authentication" || ("code" in error && typeof error.code === "number");
}

/** A text of the server's as messages may hold it: on one line, without control characters, bounded. */
export function serverWords(text: string, maxLength: number): string {
  const words = text
    .replace(/\p{Cc}\[[0-9;]*m/gu, "")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/\bremote: ?|={3,} ?/g, "")
    .trim();
  return words.length <= maxLength ? words : `${words.slice(0, maxLength)}…`;
}

function unauthorized(words: string, { where, username, keys }: ConnectionNames): GitxdsError {
  // ssh2's own sentence adds nothing to ours.
  const said = /configured authentication methods/i.test(words) ? "" : ` (${words})`;
  return sourceError(
    sourceFindings.sshUnauthorized,
    `${where} accepts no key of user ${username}${said}; offered: ${keys.join(", ")}`,
    "add the public key to the repository as a deploy key that may read, check the user name, or offer another key (auth.ssh.privateKeyFile)",
  );
}

function noCommonAlgorithm(error: Error, { where }: ConnectionNames): GitxdsError {
  return sourceError(
    sourceFindings.connectionFailed,
    `no SSH connection to ${where}: ${serverWords(error.message, 200)}`,
    "enable a current algorithm on the server: an Ed25519, ECDSA or RSA (SHA-2) host key, curve25519 or ECDH key exchange, AES in GCM or CTR mode",
    { cause: error },
  );
}

/** Several addresses were tried: the first failure speaks for all. */
function nestedCode(error: unknown): string | undefined {
  return error instanceof AggregateError ? nodeErrorCode(error.errors[0]) : undefined;
}
