import type { IstioVersion, JsonValue, KindName } from "../../model/index.js";
import { fields, type Introduction, optional, values } from "./introduction.js";

/*
 * What came when, from 1.25 on. Sources: the CRDs of istio.io/api at v1.24.0 to v1.29.0, v1.30.0, v1.31.0 and v1.32.0
 * (kubernetes/customresourcedefinitions.gen.yaml), compared field by field; and pkg/config/validation, pkg/config/security
 * and pilot/pkg of istio.io/istio at its branches release-1.24 to release-1.31, for what an istiod refuses, or has no use
 * for yet. Served versions (v1, v1beta1 …) of kinds did not change in these releases.
 *
 * Bounds that only an API server asked of older CRDs (that an idleTimeout is not 0s, before 1.24.6 and 1.25.5, say) are
 * left out: over MCP there is none, and the istiods of those releases take them.
 */

/** Kinds by the version that first had them, if that is not 1.24 or older. */
export const kindsSince: ReadonlyMap<KindName, IstioVersion> = new Map([["TrafficExtension", "1.30"]]);

const trafficPolicies = ["spec.trafficPolicy", "spec.subsets[].trafficPolicy"];
const allTrafficPolicies = trafficPolicies.flatMap((policy) => [policy, `${policy}.portLevelSettings[]`]);
const sidecarPools = ["spec.inboundConnectionPool", "spec.ingress[].connectionPool"];

const in25: readonly Introduction[] = [
  ...fields("1.25", "AuthorizationPolicy", [
    "spec.rules[].from[].source.serviceAccounts",
    "spec.rules[].from[].source.notServiceAccounts",
  ]),
  ...values("1.25", "AuthorizationPolicy", ["spec.rules[].when[].key"], "source.serviceAccount"),
  ...values(
    "1.25",
    "RequestAuthentication",
    ["spec.jwtRules[].outputClaimToHeaders[].header"],
    textWith((header) => header.includes("_")),
  ),
  ...fields("1.25", "Telemetry", ["spec.tracing[].enableIstioTags"]),
  ...fields("1.25", "WorkloadGroup", ["spec.probe.grpc"]),
  ...(["AuthorizationPolicy", "RequestAuthentication", "Telemetry", "WasmPlugin"] as const).flatMap((kind) =>
    values("1.25", kind, ["spec.targetRef.kind", "spec.targetRefs[].kind"], "GatewayClass"),
  ),
  ...values("1.25", "EnvoyFilter", ["spec.targetRefs[].kind"], "GatewayClass"),
];

const in26: readonly Introduction[] = [
  ...values(
    "1.26",
    "DestinationRule",
    under(allTrafficPolicies, "tls.credentialName"),
    textWith((name) => name.startsWith("configmap://")),
  ),
  ...fields("1.26", "EnvoyFilter", ["spec.configPatches[].match.routeConfiguration.vhost.domainName"], {
    inApiSince: "1.25",
  }),
  ...fields("1.26", "VirtualService", ["spec.http[].retries.backoff", "spec.http[].retries.retryIgnorePreviousHosts"]),
  ...values("1.26", "VirtualService", ["spec.http[].corsPolicy.allowMethods[]"], "*"),
];

const in27: readonly Introduction[] = [
  ...fields("1.27", "DestinationRule", under(trafficPolicies, "retryBudget")),
  ...fields("1.27", "Gateway", under(["spec.servers[].tls"], "credentialNames", "tlsCertificates"), {
    inApiSince: "1.26",
  }),
  optional("1.27", "RequestAuthentication", "spec.jwtRules[].issuer"),
  ...fields("1.27", "Sidecar", under(["spec.ingress[].tls"], "credentialNames", "tlsCertificates"), {
    inApiSince: "1.26",
  }),
  ...values("1.27", "WasmPlugin", ["spec.failStrategy"], "FAIL_RELOAD"),
];

const in28: readonly Introduction[] = [
  ...fields("1.28", "DestinationRule", under(allTrafficPolicies, "loadBalancer.consistentHash.httpCookie.attributes")),
  ...fields("1.28", "Gateway", ["spec.servers[].tls.caCertCredentialName"]),
  ...fields("1.28", "RequestAuthentication", ["spec.jwtRules[].spaceDelimitedClaims"]),
  ...fields("1.28", "Sidecar", ["spec.ingress[].tls.caCertCredentialName"]),
];

const in29: readonly Introduction[] = [
  ...values("1.29", "EnvoyFilter", ["spec.configPatches[].match.context"], "WAYPOINT"),
  ...fields("1.29", "EnvoyFilter", ["spec.configPatches[].match.waypoint"]),
  ...fields("1.29", "Telemetry", ["spec.tracing[].customTags{}.formatter"]),
];

const in30: readonly Introduction[] = [
  ...fields("1.30", "AuthorizationPolicy", [
    "spec.rules[].from[].source.trustDomains",
    "spec.rules[].from[].source.notTrustDomains",
  ]),
  ...values("1.30", "AuthorizationPolicy", ["spec.rules[].when[].key"], "source.trustDomain"),
  // In 1.28 and 1.29 for waypoints only, which do not learn of services over MCP.
  ...values("1.30", "ServiceEntry", ["spec.resolution"], "DYNAMIC_DNS", { inApiSince: "1.28" }),
  ...fields("1.30", "Telemetry", ["spec.tracing[].disableContextPropagation"]),
];

const in31: readonly Introduction[] = [
  ...fields("1.31", "DestinationRule", [
    ...under(allTrafficPolicies, "connectionPool.http.http2KeepAlive", "loadBalancer.zoneAwareLbSetting"),
    ...under(trafficPolicies, "retryBudget.budgetInterval"),
  ]),
  ...values(
    "1.31",
    "DestinationRule",
    under(allTrafficPolicies, "loadBalancer.warmup.aggression"),
    (value) => typeof value === "number" && value < 1,
    { inApiSince: "1.29" },
  ),
  ...values("1.31", "EnvoyFilter", ["spec.configPatches[].patch.operation"], "MERGE_AND_REPLACE_LIST"),
  ...fields("1.31", "Gateway", ["spec.servers[].tls.insecureSkipVerify"]),
  ...fields("1.31", "Sidecar", [
    ...under(sidecarPools, "http.http2KeepAlive"),
    "spec.ingress[].tls.insecureSkipVerify",
  ]),
  ...values(
    "1.31",
    "Sidecar",
    ["spec.egress[].hosts[]"],
    textWith((host) => host.startsWith("~") && !host.startsWith("~/")),
  ),
  ...fields("1.31", "VirtualService", ["spec.http[].redirect.prefixRewrite"]),
];

const in32: readonly Introduction[] = [
  ...fields("1.32", "DestinationRule", under(allTrafficPolicies, "loadBalancer.backendUtilization")),
  ...fields("1.32", "DestinationRule", under(allTrafficPolicies, "outlierDetection.outlierDetectionHttpErrorCodes"), {
    inApiSince: "1.31",
  }),
  ...fields("1.32", "EnvoyFilter", ["spec.configPatches[].match.listener.filterChain.transportSocket"]),
  ...fields("1.32", "Gateway", ["spec.servers[].tls.ecdhCurves"]),
  ...fields("1.32", "RequestAuthentication", ["spec.jwtRules[].presence"]),
  ...fields("1.32", "Sidecar", ["spec.ingress[].tls.ecdhCurves"]),
];

/** Everything that is newer than the oldest version, oldest first. */
export const introductions: readonly Introduction[] = [in25, in26, in27, in28, in29, in30, in31, in32].flat();

function under(places: readonly string[], ...names: readonly string[]): readonly string[] {
  return places.flatMap((place) => names.map((name) => `${place}.${name}`));
}

function textWith(holds: (text: string) => boolean): (value: JsonValue) => boolean {
  return (value) => typeof value === "string" && holds(value);
}
