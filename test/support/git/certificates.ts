import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TlsOptions } from "node:tls";
import { packageRoot } from "../../../src/util/package-root.js";

/** Absolute path of a file of test/fixtures/tls. */
export const tlsFile = (name: string) => join(packageRoot(), "test/fixtures/tls", name);

/** What a server shows: `server` is good, `expired` and `elsewhere` (for another host) are not. */
export function serverTls(name: "server" | "expired" | "elsewhere" = "server"): TlsOptions {
  return { cert: readFileSync(tlsFile(`${name}.crt`)), key: readFileSync(tlsFile(`${name}.key`)) };
}

/** Asks clients for a certificate of the test authority, and refuses those without. */
export function askingForCertificate(): TlsOptions {
  return { ...serverTls(), requestCert: true, rejectUnauthorized: true, ca: readFileSync(tlsFile("ca.crt")) };
}

/** Trusts the test authority. */
export const trusting = { caFile: tlsFile("ca.crt"), certFile: null, keyFile: null };
