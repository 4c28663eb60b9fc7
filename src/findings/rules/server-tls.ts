import type { FindingRow } from "../row.js";

/** What the TLS settings of servers, in Gateway and Sidecar, can have wrong with their meaning. */
export const serverTlsFindings = {
  protocol: {
    code: "GX545",
    severity: "error",
    statement: "A server has TLS settings when, and only when, its protocol is one over TLS.",
    why: "Without TLS settings an HTTPS port has no certificate to show, and TLS settings on a plain port encrypt nothing though they look like it.",
    fix: "Add tls to HTTPS and TLS ports, and keep httpsRedirect alone on HTTP.",
  },
  certificates: {
    code: "GX547",
    severity: "error",
    statement: "A server's TLS mode has the certificates that it needs, from one source, and none that it cannot use.",
    why: "A server without its certificate cannot answer a handshake: Envoy refuses the listener, or clients get an error.",
    fix: "Name one source of certificates, credentialName most often, and for MUTUAL the CA of the clients.",
  },
  ciphers: {
    code: "GX548",
    severity: "warning",
    statement: "Cipher suites are ones that Envoy knows, each once, and fit the TLS versions that are allowed.",
    why: "Suites that Envoy does not know are left out, so fewer clients can connect than the list suggests, or none.",
    fix: "Write OpenSSL's names of the suites, each once, and allow TLS 1.2 and later.",
  },
  certificatesUnused: {
    code: "GX549",
    severity: "warning",
    statement: "A server that passes TLS through does not use certificates.",
    why: "With PASSTHROUGH the service behind shows its own certificate: who thinks that the gateway decrypts here is mistaken.",
    fix: "Remove the certificates, or choose SIMPLE or MUTUAL.",
  },
} as const satisfies Record<string, FindingRow>;
