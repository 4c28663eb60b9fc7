import { createHash, createPrivateKey } from "node:crypto";
import ssh2, { type ParsedKey } from "ssh2";
import { sourceFindings } from "../../findings/source.js";
import type { SshAuth } from "../../model/index.js";
import { sourceError } from "../errors.js";
import { readSmallFile } from "../small-file.js";

const maxBytes = 64 * 1024;

/** Reads the private key anew at each call, so that a rotated one is used at the next connection. */
export type PrivateKeyReader = () => Promise<ParsedKey | undefined>;

/**
 * Reads the private key of a source: in OpenSSH's format, PuTTY's, or PEM (PKCS#1, SEC 1, PKCS#8), encrypted or not. A key
 * whose file and passphrase are the same as before is not deciphered again: bcrypt takes a second of CPU on purpose.
 */
export function makePrivateKeyReader({ privateKeyFile, passphraseFile }: SshAuth): PrivateKeyReader {
  let last: { readonly digest: string; readonly key: ParsedKey } | undefined;
  return async () => {
    if (privateKeyFile === null) return undefined;
    const bytes = await readNeeded(privateKeyFile, "the private key");
    const passphrase = passphraseFile === null ? undefined : await readNeeded(passphraseFile, "the passphrase");
    const digest = createHash("sha256")
      .update(bytes)
      .update("\0")
      .update(passphrase ?? "")
      .digest("hex");
    if (last?.digest !== digest) {
      const text = passphrase?.toString("utf8").replace(/\r?\n$/, "");
      last = { digest, key: parsePrivateKey(privateKeyFile, bytes.toString("utf8"), text, passphraseFile) };
    }
    return last.key;
  };
}

async function readNeeded(file: string, what: string): Promise<Buffer> {
  const bytes = await readSmallFile(file, maxBytes, (why) => unusable(`${what} ${file} ${why}`, permission));
  if (bytes === undefined) throw unusable(`${what} ${file} does not exist`, "put it there, or correct the path");
  return bytes;
}

const permission = "give the user that runs gitxds read permission on it, and others none";

function parsePrivateKey(
  file: string,
  text: string,
  passphrase: string | undefined,
  passphraseFile: string | null,
): ParsedKey {
  let key = parse(text, undefined);
  if (key instanceof Error && /passphrase|encrypted/i.test(key.message)) {
    if (passphrase === undefined) {
      throw unusable(
        `the private key ${file} is encrypted`,
        "name a file with its passphrase: auth.ssh.passphraseFile",
      );
    }
    key = parse(text, passphrase);
    if (key instanceof Error) {
      const remedy = `put the passphrase of this key, and nothing else, into ${passphraseFile}`;
      throw unusable(`the passphrase in ${passphraseFile} does not open the private key ${file}`, remedy);
    }
  }
  if (key instanceof Error) {
    throw unusable(
      `the private key ${file} is of a form that cannot be read`,
      "use an Ed25519, ECDSA or RSA key as ssh-keygen writes it; `ssh-keygen -p -f FILE` rewrites one of another form",
    );
  }
  if (key.isPrivateKey()) return key;
  throw unusable(`${file} holds a public key`, "name the file of the private key, which has no .pub at its end");
}

function parse(text: string, passphrase: string | undefined): ParsedKey | Error {
  try {
    const pem = /^\s*-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.exec(text);
    if (pem !== null && pem[1] !== undefined && passphrase === undefined) return new Error("encrypted");
    const parsed: unknown = ssh2.utils.parseKey(pem === null ? text : traditional(text, passphrase), passphrase);
    // A file of OpenSSH's may hold several keys by its format, and holds one.
    return (Array.isArray(parsed) ? parsed[0] : parsed) as ParsedKey | Error;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** PKCS#8 as the older form of the key's type, which is what ssh2 reads. */
function traditional(pem: string, passphrase: string | undefined): string {
  const key = createPrivateKey({ key: pem, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  const type = key.asymmetricKeyType === "ec" ? "sec1" : "pkcs1";
  return key.export({ type, format: "pem" }).toString();
}

function unusable(message: string, remedy: string): Error {
  return sourceError(sourceFindings.sshKeyUnusable, message, remedy);
}
