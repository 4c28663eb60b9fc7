import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";

const certificateBlock = /-----BEGIN (TRUSTED )?CERTIFICATE-----[^-]+-----END (TRUSTED )?CERTIFICATE-----/g;

/** Reads a private key in PEM (PKCS#1, SEC 1 or PKCS#8). Throws what `fail` makes of the reason where it is none. */
export function parsePrivateKey(pem: string, fail: (why: string) => Error): KeyObject {
  if (/^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    throw fail("is encrypted: write the key without a passphrase, as openssl pkey does");
  }
  try {
    return createPrivateKey(pem);
  } catch {
    throw fail("holds no private key in PEM");
  }
}

/** Reads every certificate in PEM that a text holds, at least one. Throws what `fail` makes of the reason otherwise. */
export function parseCertificates(
  pem: string,
  fail: (why: string, remedy: string) => Error,
): readonly [X509Certificate, ...(readonly X509Certificate[])] {
  const certificates = (pem.match(certificateBlock) ?? []).map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw fail(`holds a certificate that cannot be read (number ${index + 1})`, "write the file anew");
    }
  });
  const [first, ...others] = certificates;
  if (first === undefined) throw fail("holds no certificate in PEM", "write it as -----BEGIN CERTIFICATE-----");
  return [first, ...others];
}
