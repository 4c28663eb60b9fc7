import { createPrivateKey, type KeyObject } from "node:crypto";

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
