import type { FindingRow } from "../row.js";

/** What the TLS settings of servers, in Gateway and Sidecar, can have wrong with their meaning. */
export const serverTlsFindings = {
  protocol: {
    code: "GX545",
    severity: "error",
    statement: "A server has TLS settings when, and only when, its protocol is one over TLS.",
  },
  certificates: {
    code: "GX547",
    severity: "error",
    statement: "A server's TLS mode has the certificates that it needs, from one source, and none that it cannot use.",
  },
  ciphers: {
    code: "GX548",
    severity: "warning",
    statement: "Cipher suites are ones that Envoy knows, each once, and fit the TLS versions that are allowed.",
  },
  certificatesUnused: {
    code: "GX549",
    severity: "warning",
    statement: "A server that passes TLS through does not use certificates.",
  },
} as const satisfies Record<string, FindingRow>;
