import type { FindingRow } from "../row.js";

/** What a DestinationRule's traffic policies and subsets can have wrong with their meaning. */
export const destinationRuleFindings = {
  trafficPolicy: {
    code: "GX532",
    severity: "error",
    statement:
      "A traffic policy sets something, names the port where it is one's, and does not tunnel with PROXY protocol.",
  },
  outlierDetection: {
    code: "GX534",
    severity: "error",
    statement: "Failures of local origin are counted apart only where local and external errors are split.",
  },
  deprecated: {
    code: "GX535",
    severity: "warning",
    statement: "A field that others have replaced should no longer be used.",
  },
  loadBalancer: {
    code: "GX536",
    severity: "error",
    statement: "Load balancing uses one way of hashing and one of localities, each with settings that Envoy takes.",
  },
  locality: {
    code: "GX537",
    severity: "error",
    statement:
      "Localities of one list do not overlap, their weights are 100 together, and failover is between regions.",
  },
  failoverUnused: {
    code: "GX538",
    severity: "warning",
    statement: "Failover between localities needs outlier detection to see which endpoints fail.",
  },
  clientTls: {
    code: "GX539",
    severity: "error",
    statement:
      "TLS to a service has one source of certificates, what its mode needs, and nothing to verify if it does not.",
  },
  subset: { code: "GX540", severity: "error", statement: "The subsets of a DestinationRule must differ in name." },
  tunnel: { code: "GX541", severity: "error", statement: "A tunnel is opened by CONNECT or POST." },
} as const satisfies Record<string, FindingRow>;
