import type { FindingRow } from "../row.js";

/** What a Sidecar's listeners can have wrong with their meaning. */
export const sidecarFindings = {
  empty: { code: "GX550", severity: "error", statement: "A Sidecar must set listeners, traffic policy or pool." },
  listener: {
    code: "GX551",
    severity: "error",
    statement: "A Sidecar's listener has a port or Unix socket and, for egress, hosts; one without port is the last.",
  },
  duplicateListener: {
    code: "GX552",
    severity: "error",
    statement: "The listeners of one direction must differ in port or Unix socket.",
  },
  defaultEndpoint: {
    code: "GX553",
    severity: "error",
    statement: "An ingress listener leads to a port of its own machine or to a Unix socket.",
  },
  ingressTls: {
    code: "GX554",
    severity: "error",
    statement: "A Sidecar's TLS takes certificates from files only, and has no redirect, SANs or Istio's own modes.",
  },
  egressProxy: {
    code: "GX555",
    severity: "error",
    statement: "An egress proxy has a port, and is for traffic to any destination.",
  },
  duplicateHost: {
    code: "GX556",
    severity: "warning",
    statement: "An egress listener should name each host once, and none that another entry includes.",
  },
  poolUnused: {
    code: "GX557",
    severity: "warning",
    statement: "HTTP settings of a connection pool have an effect on HTTP ports only.",
  },
} as const satisfies Record<string, FindingRow>;
