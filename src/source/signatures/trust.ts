import { readFile, stat } from "node:fs/promises";
import type { PublicKey } from "openpgp";
import { signatureFindings } from "../../findings/signatures.js";
import { GitxdsError, type VerifyConfig } from "../../model/index.js";
import { contentHash } from "../../util/hash.js";
import { nodeErrorCode } from "../errors.js";
import { limits } from "../limits.js";
import { type AllowedSigner, LineError, numberedLines, parseAllowedSigners, readKeyText } from "./allowed-signers.js";
import { mergeKeys, readKeyring } from "./openpgp-keys.js";
import type { SshTrust } from "./ssh.js";

/** Everything that signatures are judged by. */
export interface Trust {
  readonly openpgp: readonly PublicKey[];
  readonly ssh: SshTrust;
  /** Changes when the content of a file does. */
  readonly version: string;
}

/**
 * Reads the files of trusted keys at each call, since they are replaced in place; keys are made of them anew only where
 * their content has changed. Throws GX068 for a file that is missing or malformed.
 */
export function makeTrustReader(config: VerifyConfig): (now: Date) => Promise<Trust> {
  let last: Trust | undefined;
  return async (now) => {
    const keyrings = await Promise.all(config.openpgp.map(readBounded));
    const signers = config.ssh === null ? undefined : await readBounded(config.ssh);
    const revoked = config.revoked === null ? undefined : await readBounded(config.revoked);
    const none = new Uint8Array();
    const version = contentHash(...[...keyrings, signers ?? none, revoked ?? none].map((bytes) => contentHash(bytes)));
    if (last?.version === version) return last;
    const keys: PublicKey[] = [];
    for (const [index, bytes] of keyrings.entries()) keys.push(...(await keysOf(config.openpgp[index] ?? "", bytes)));
    const ssh = {
      allowed: signers === undefined ? [] : signersOf(config.ssh ?? "", signers),
      revoked: revoked === undefined ? [] : revokedOf(config.revoked ?? "", revoked),
    };
    last = { openpgp: await mergeKeys(keys, now), ssh, version };
    return last;
  };
}

async function readBounded(file: string): Promise<Buffer> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw unusable(file, "is no file");
    if (found.size > limits.keyFile) throw unusable(file, `is larger than ${limits.keyFile} bytes`);
    return await readFile(file);
  } catch (error) {
    const code = nodeErrorCode(error);
    if (error instanceof GitxdsError || code === undefined) throw error;
    if (code === "ENOENT") throw unusable(file, "does not exist");
    throw unusable(file, code === "EACCES" ? "may not be read by this user" : `cannot be read (${code})`);
  }
}

async function keysOf(file: string, bytes: Buffer): Promise<readonly PublicKey[]> {
  try {
    return await readKeyring(bytes);
  } catch (error) {
    throw unusable(
      file,
      (error as Error).message,
      "write the public keys into it with `gpg --armor --export KEY…`; no commit becomes live until then",
    );
  }
}

function signersOf(file: string, bytes: Buffer): readonly AllowedSigner[] {
  try {
    return parseAllowedSigners(bytes.toString("utf8"));
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    const remedy =
      'correct the line: PRINCIPALS [namespaces="git",valid-before="YYYYMMDD"] TYPE KEY, as ssh-keygen(1) has it';
    throw unusable(`${file}:${error.line}`, error.message, remedy);
  }
}

/** Plain public keys, one a line. */
function revokedOf(file: string, bytes: Buffer): readonly Buffer[] {
  if (bytes.toString("latin1", 0, 6) === "SSHKRL") {
    throw unusable(
      file,
      "is a binary key revocation list, which is not supported",
      "list the revoked public keys, one a line",
    );
  }
  return numberedLines(bytes.toString("utf8")).map(([line, content]) => {
    const key = readKeyText(content);
    if (key !== undefined) return key;
    throw unusable(`${file}:${line}`, "is no SSH public key", "list the revoked public keys, one a line: TYPE KEY");
  });
}

function unusable(where: string, what: string, remedy?: string): GitxdsError {
  const row = signatureFindings.keysUnreadable;
  const standard = "put the file there, readable by this user; no commit becomes live until then";
  return new GitxdsError(row.code, `the file of trusted keys ${where} ${what}`, remedy ?? standard, { retry: "later" });
}
