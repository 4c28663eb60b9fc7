import type { FindingRow } from "../row.js";

/** What a DestinationRule's traffic policies and subsets can have wrong with their meaning. */
export const destinationRuleFindings = {
  trafficPolicy: {
    code: "GX532",
    severity: "error",
    statement:
      "A traffic policy sets something, names the port where it is one's, and does not tunnel with PROXY protocol.",
    why: "A policy that sets nothing, or names no port, does not do what someone meant it to; a tunnel with PROXY protocol cannot be built.",
    fix: "Add the settings and the port, keep one of tunnel and proxyProtocol, or remove the policy.",
  },
  outlierDetection: {
    code: "GX534",
    severity: "error",
    statement: "Failures of local origin are counted apart only where local and external errors are split.",
    why: "Without the split these failures are counted with all others, so the number would never eject anything.",
    fix: "Set splitExternalLocalOriginErrors to true, or remove consecutiveLocalOriginFailures.",
  },
  deprecated: {
    code: "GX535",
    severity: "warning",
    statement: "A field that others have replaced should no longer be used.",
    why: "A deprecated field works until a release drops it, and then the setting is gone.",
    fix: "Use the field that the message names instead.",
  },
  loadBalancer: {
    code: "GX536",
    severity: "error",
    statement: "Load balancing uses one way of hashing and one of localities, each with settings that Envoy takes.",
    why: "Envoy refuses a cluster whose hash table has a size that cannot be, and two ways of balancing would contradict each other.",
    fix: "Keep one way, with a prime below 5000011 for maglev and names for cookies.",
  },
  locality: {
    code: "GX537",
    severity: "error",
    statement:
      "Localities of one list do not overlap, their weights are 100 together, and failover is between regions.",
    why: "Weights that are not 100 together, or places that overlap, leave it open where traffic goes: istiod refuses the rule.",
    fix: "Name each place once with weights of 100 together, and fail over from region to region.",
  },
  failoverUnused: {
    code: "GX538",
    severity: "warning",
    statement: "Failover between localities needs outlier detection to see which endpoints fail.",
    why: "Without outlier detection no endpoint is seen to fail, so traffic never leaves a region that is down.",
    fix: "Add outlierDetection to the same traffic policy.",
  },
  clientTls: {
    code: "GX539",
    severity: "error",
    statement:
      "TLS to a service has one source of certificates, what its mode needs, and nothing to verify if it does not.",
    why: "A proxy with half of its TLS settings cannot connect, or connects to a server that nobody has verified.",
    fix: "Give MUTUAL a certificate and key or a credentialName, and do not skip what the other fields verify.",
  },
  subset: {
    code: "GX540",
    severity: "error",
    statement: "The subsets of a DestinationRule must differ in name.",
    why: "Routes refer to subsets by name: of two alike one is never used, and the traffic meant for it goes elsewhere.",
    fix: "Give each subset a name of its own.",
  },
  tunnel: {
    code: "GX541",
    severity: "error",
    statement: "A tunnel is opened by CONNECT or POST.",
    why: "Envoy opens tunnels by CONNECT or POST only, so with another method no connection would get through.",
    fix: "Write CONNECT or POST, or leave the field out for CONNECT.",
  },
} as const satisfies Record<string, FindingRow>;
