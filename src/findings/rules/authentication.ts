import type { FindingRow } from "../row.js";

/** What RequestAuthentication asks beyond its schema; PeerAuthentication and ProxyConfig have shared rules only. */
export const authenticationFindings = {
  issuer: {
    code: "GX528",
    severity: "error",
    statement: "A JWT rule must say whose tokens it checks: by issuer, or by the URL of the keys.",
  },
  keys: {
    code: "GX529",
    severity: "error",
    statement: "Inline keys must be a JSON Web Key Set that Istio can read, with every key whole.",
  },
  privateKeys: {
    code: "GX530",
    severity: "warning",
    statement: "Inline keys should be public: a private or symmetric key in Git lets its readers forge tokens.",
  },
  keysUrl: { code: "GX531", severity: "error", statement: "The port in a URL of keys must be a number of 64 bits." },
} as const satisfies Record<string, FindingRow>;
