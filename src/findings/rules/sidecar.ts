import type { FindingRow } from "../row.js";

/** What a Sidecar's listeners can have wrong with their meaning. */
export const sidecarFindings = {
  empty: {
    code: "GX550",
    severity: "error",
    statement: "A Sidecar must set listeners, traffic policy or pool.",
    why: "It would stand in for the Sidecar of the namespace or mesh and undo its limits, so istiod refuses it.",
    fix: "Add what it should set, or remove it.",
  },
  listener: {
    code: "GX551",
    severity: "error",
    statement: "A Sidecar's listener has a port or Unix socket and, for egress, hosts; one without port is the last.",
    why: "A listener without port or hosts would capture no traffic or take what the others should have.",
    fix: "Give each listener a port and, for egress, hosts; leave the one without port as the last.",
  },
  duplicateListener: {
    code: "GX552",
    severity: "error",
    statement: "The listeners of one direction must differ in port or Unix socket.",
    why: "Envoy cannot listen twice in one place: it would refuse one of the two, and its traffic would be lost.",
    fix: "Change the port of one, or put both into one listener.",
  },
  defaultEndpoint: {
    code: "GX553",
    severity: "error",
    statement: "An ingress listener leads to a port of its own machine or to a Unix socket.",
    why: "An ingress listener hands requests to the workload beside it, not to another machine.",
    fix: "Write 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT or unix:///PATH.",
  },
  ingressTls: {
    code: "GX554",
    severity: "error",
    statement: "A Sidecar's TLS takes certificates from files only, and has no redirect, SANs or Istio's own modes.",
    why: "A sidecar does not fetch credentials, nor redirect: such settings would be left out of the listener, and with them their protection.",
    fix: "Name certificates by file with SIMPLE or MUTUAL, and redirect at the Gateway.",
  },
  egressProxy: {
    code: "GX555",
    severity: "error",
    statement: "An egress proxy has a port, and is for traffic to any destination.",
    why: "Traffic to unknown destinations is led to the proxy with ALLOW_ANY only; otherwise nothing would ever reach it.",
    fix: "Set the mode to ALLOW_ANY, and name host and port of the proxy.",
  },
  duplicateHost: {
    code: "GX556",
    severity: "warning",
    statement: "An egress listener should name each host once, and none that another entry includes.",
    why: "An entry that another one includes changes nothing; who removes it in the hope to close something does not.",
    fix: "Remove the narrower or the wider of the two, whichever is not meant.",
  },
  poolUnused: {
    code: "GX557",
    severity: "warning",
    statement: "HTTP settings of a connection pool have an effect on HTTP ports only.",
    why: "On a TCP port nobody counts requests, so these limits never act.",
    fix: "Set the port's protocol to HTTP, HTTP2 or GRPC, or limit connections by tcp.",
  },
} as const satisfies Record<string, FindingRow>;
