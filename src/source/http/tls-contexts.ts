import { createSecureContext, type SecureContext } from "node:tls";
import { sourceFindings } from "../../findings/source.js";
import type { TlsFiles } from "../../model/index.js";
import { parseCertificates, parsePrivateKey } from "../../util/pem.js";
import { sourceError } from "../errors.js";
import { readNeededFile } from "../small-file.js";

/** A bundle of all public authorities is a quarter of this. */
const maxBytes = 1024 * 1024;

/** What TLS connections are made with: the client certificate is for the remote alone. */
export interface TlsContexts {
  readonly remote: SecureContext;
  readonly others: SecureContext;
}

/** Gives what the files hold now: the same object while they do not change. Throws a GitxdsError that names the file. */
export function makeTlsReader(files: TlsFiles | undefined): () => Promise<TlsContexts | undefined> {
  let last: { readonly digest: string; readonly contexts: TlsContexts } | undefined;
  return async () => {
    if (files === undefined) return undefined;
    const ca = await readPem(files.caFile);
    const cert = await readPem(files.certFile);
    const key = await readPem(files.keyFile);
    const digest = [ca?.text, cert?.text, key?.text].join("\0");
    if (last?.digest !== digest) last = { digest, contexts: makeContexts(ca, cert, key) };
    return last.contexts;
  };
}

interface PemFile {
  readonly file: string;
  readonly text: string;
}

async function readPem(file: string | null): Promise<PemFile | undefined> {
  if (file === null) return undefined;
  const bytes = await readNeededFile(file, maxBytes, (why) =>
    unusable(file, why, "put it there, or correct the path in tls"),
  );
  return { file, text: bytes.toString("utf8") };
}

function makeContexts(ca: PemFile | undefined, cert: PemFile | undefined, key: PemFile | undefined): TlsContexts {
  const trust = ca === undefined ? {} : { ca: certificatesOf(ca).map((certificate) => certificate.toString()) };
  const others = createSecureContext(trust);
  if (cert === undefined || key === undefined) return { remote: others, others };
  const [own] = certificatesOf(cert);
  if (!own.checkPrivateKey(privateKeyOf(key))) {
    const remedy = "name the pair that was issued together; the certificate stands first in its file";
    throw unusable(key.file, `is not the key of the certificate in ${cert.file}`, remedy);
  }
  return { remote: createSecureContext({ ...trust, cert: cert.text, key: key.text }), others };
}

function certificatesOf({ file, text }: PemFile) {
  return parseCertificates(text, (why, remedy) => unusable(file, why, remedy));
}

function privateKeyOf({ file, text }: PemFile) {
  return parsePrivateKey(text, (why) => unusable(file, why, "name the file of the certificate's private key"));
}

function unusable(file: string, what: string, remedy: string): Error {
  return sourceError(sourceFindings.tlsFileUnusable, `${file} ${what}`, remedy);
}
