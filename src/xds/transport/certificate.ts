import { createSecureContext } from "node:tls";
import { type ListenerTls, UsageError } from "../../model/index.js";
import { contentHash } from "../../util/hash.js";
import { parseCertificates, parsePrivateKey } from "../../util/pem.js";
import { readTextFile } from "../../util/text-file.js";

/** A bundle of all public authorities is a quarter of this. */
export const maxPemBytes = 1024 * 1024;

/** What a listener's TLS files hold. */
export interface Certificate {
  readonly pem: { readonly cert: string; readonly key: string; readonly ca: string | undefined };
  /** Changes with any of the files. */
  readonly digest: string;
  /** Its subject alternative names, as OpenSSL writes them. */
  readonly names: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Reads a listener's TLS files. Throws UsageError that names the one which cannot be used. */
export function readCertificate({ certFile, keyFile, clientCaFile }: ListenerTls): Certificate {
  const cert = readPem(certFile);
  const key = readPem(keyFile);
  const ca = clientCaFile === null ? undefined : readPem(clientCaFile);
  const [own] = parseCertificates(cert, fail(certFile));
  if (!own.checkPrivateKey(parsePrivateKey(key, (why) => fail(keyFile)(why, "name the certificate's private key")))) {
    const remedy = "name the pair that was issued together; the certificate stands first in its file";
    throw fail(keyFile)(`is not the key of the certificate in ${certFile}`, remedy);
  }
  if (own.subjectAltName === undefined) {
    const remedy = "issue one whose subjectAltName holds the name that istiod connects to";
    throw fail(certFile)("holds a certificate without subject alternative names, which no Go client takes", remedy);
  }
  if (ca !== undefined && clientCaFile !== null) parseCertificates(ca, fail(clientCaFile));
  rejectUnusable(certFile, { cert, key, ca });
  return {
    pem: { cert, key, ca },
    digest: contentHash(Buffer.from([cert, key, ca ?? ""].join("\0"))),
    names: own.subjectAltName,
    notBefore: new Date(own.validFrom),
    notAfter: new Date(own.validTo),
  };
}

/** What OpenSSL refuses besides: keys that are too short, say. */
function rejectUnusable(file: string, pem: Certificate["pem"]): void {
  try {
    createSecureContext(pem);
  } catch (error) {
    const { reason } = error as { readonly reason?: unknown };
    throw fail(file)(`is refused by OpenSSL: ${String(reason ?? error)}`, "issue the certificate anew");
  }
}

function readPem(file: string): string {
  return readTextFile(file, maxPemBytes, fail(file), "put it there, or correct the path in tls");
}

function fail(file: string): (what: string, remedy: string) => UsageError {
  return (what, remedy) => new UsageError(`listener's tls: ${file} ${what}`, remedy);
}
