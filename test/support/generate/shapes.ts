import type { Field } from "./field.js";

/** Which fields of an object go together where the schema does not say, so that many documents are valid. */
export interface Shape {
  /** Mostly there. */
  readonly always?: readonly string[];
  /** Of each group mostly exactly one is there. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Of each group mostly one at most is there. */
  readonly atMostOneOf?: readonly (readonly string[])[];
  /** Hardly ever there: it excludes others, or nothing takes it. */
  readonly rarely?: readonly string[];
}

const none: Shape = {};

const tls: Shape = {
  always: ["mode"],
  rarely: [
    "tlsCertificates",
    "credentialNames",
    "caCrl",
    "httpsRedirect",
    "insecureSkipVerify",
    "caCertCredentialName",
  ],
};
const targets = ["selector", "targetRef", "targetRefs"];
const trafficPolicy: Shape = { rarely: ["tunnel", "proxyProtocol"] };

/** By kind and the end of the path: the first that fits. */
const shapes: readonly (readonly [kinds: RegExp, path: RegExp, shape: Shape])[] = [
  [/^VirtualService$/, /^$/, { always: ["hosts"], oneOf: [["http", "http", "tls", "tcp"]] }],
  [
    /^VirtualService$/,
    /^http$/,
    {
      oneOf: [["route", "route", "route", "redirect", "directResponse"]],
      rarely: ["delegate", "mirror_percent", "mirrorPercent", "fault", "rewrite", "mirror", "mirrors"],
    },
  ],
  [/^VirtualService$/, /^(tls|tcp)$/, { always: ["route", "match"] }],
  [
    /^VirtualService$/,
    /redirect$/,
    { oneOf: [["uri", "authority", "redirectCode", "scheme"]], rarely: ["prefixRewrite"] },
  ],
  [/^VirtualService$/, /rewrite$/, { oneOf: [["uri", "authority", "uriRegexRewrite"]] }],
  [/^VirtualService$/, /uriRegexRewrite$/, { always: ["match", "rewrite"] }],
  [/^VirtualService$/, /fault\.delay$/, { always: ["fixedDelay"], rarely: ["percent", "exponentialDelay"] }],
  [/^VirtualService$/, /fault\.abort$/, { oneOf: [["httpStatus", "grpcStatus"]], rarely: ["http2Error"] }],
  [/^VirtualService$/, /fault$/, { oneOf: [["delay", "abort"]] }],
  [/^VirtualService$/, /retries$/, { always: ["attempts"] }],
  [/^VirtualService$/, /delegate$/, { always: ["name"] }],
  [/^VirtualService$/, /(match\.\w+|headers|queryParams|allowOrigins)$/, { oneOf: [["exact", "prefix", "regex"]] }],
  [/./, /(destination\.port|mirror\.port|egressProxy\.port|portLevelSettings\.port)$/, { always: ["number"] }],
  [/./, /(destination|mirror|egressProxy)$/, { always: ["host"], rarely: ["port"] }],
  [/^DestinationRule$/, /^$/, { rarely: ["workloadSelector"] }],
  [/^DestinationRule$/, /rafficPolicy$/, trafficPolicy],
  [
    /^DestinationRule$/,
    /portLevelSettings$/,
    { always: ["port"], oneOf: [["loadBalancer", "tls", "connectionPool", "outlierDetection"]] },
  ],
  [/^DestinationRule$/, /localityLbSetting$/, { oneOf: [["distribute", "failover", "failoverPriority"]] }],
  [/^DestinationRule$/, /zoneAwareLbSetting$/, { oneOf: [["failover", "failoverPriority"]] }],
  [/^DestinationRule$/, /loadBalancer$/, { rarely: ["zoneAwareLbSetting", "warmup", "backendUtilization"] }],
  [/^DestinationRule$/, /(distribute|failover)$/, { always: ["from", "to"] }],
  [/^DestinationRule$/, /http2KeepAlive$/, { always: ["interval", "timeout"] }],
  [
    /^DestinationRule$/,
    /consistentHash$/,
    { oneOf: [["httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName"]] },
  ],
  [/^DestinationRule$/, /connectionPool$/, { oneOf: [["tcp", "http"]] }],
  [/^DestinationRule$/, /tls$/, { always: ["mode"], rarely: ["insecureSkipVerify", "caCrl"] }],
  [/^Gateway$/, /^$/, { always: ["servers", "selector"] }],
  [/^(Gateway|Sidecar)$/, /tls$/, tls],
  [/^Gateway$/, /servers$/, { always: ["port", "hosts"], rarely: ["bind", "tls", "defaultEndpoint"] }],
  [
    /^(Gateway|Sidecar)$/,
    /(servers|ingress)\.port$/,
    { always: ["number", "protocol", "name"], rarely: ["targetPort"] },
  ],
  [/^Sidecar$/, /egress\.port$/, { always: ["number", "protocol", "name"], rarely: ["targetPort"] }],
  [/^Sidecar$/, /ingress$/, { always: ["port", "defaultEndpoint"], rarely: ["tls", "bind", "captureMode"] }],
  [/^Sidecar$/, /egress$/, { rarely: ["bind", "captureMode"] }],
  [/^Sidecar$/, /outboundTrafficPolicy$/, { rarely: ["egressProxy"] }],
  [/^ServiceEntry$/, /^$/, { always: ["ports", "resolution"], rarely: ["workloadSelector", "endpoints", "addresses"] }],
  [/^ServiceEntry$/, /ports$/, { always: ["protocol"] }],
  [/^(ServiceEntry|WorkloadEntry)$/, /(^|endpoints)$/, { always: ["address"] }],
  [/^AuthorizationPolicy$/, /^$/, { rarely: ["provider"], always: ["rules"], atMostOneOf: [targets] }],
  [/^AuthorizationPolicy$/, /source$/, { rarely: ["serviceAccounts", "notServiceAccounts"] }],
  [/^AuthorizationPolicy$/, /from$/, { always: ["source"] }],
  [/^AuthorizationPolicy$/, /to$/, { always: ["operation"] }],
  [/^AuthorizationPolicy$/, /when$/, { always: ["key"], oneOf: [["values", "notValues"]] }],
  [/^RequestAuthentication$/, /jwtRules$/, { always: ["issuer"], atMostOneOf: [["jwks", "jwksUri", "jwks_uri"]] }],
  [/^(RequestAuthentication|Telemetry|WasmPlugin)$/, /^$/, { atMostOneOf: [targets] }],
  [/^EnvoyFilter$/, /^$/, { always: ["configPatches"], atMostOneOf: [["workloadSelector", "targetRefs"]] }],
  [/./, /targetRefs?$/, { always: ["kind", "name"], rarely: ["namespace"] }],
  [/./, /(workloadS|s)elector$/, { always: ["labels", "matchLabels"] }],
  [/^EnvoyFilter$/, /configPatches$/, { always: ["applyTo", "patch"] }],
  [/^EnvoyFilter$/, /patch$/, { always: ["operation", "value"] }],
  [/^EnvoyFilter$/, /filterChain$/, { always: ["filter"] }],
  [/^EnvoyFilter$/, /filter$/, { always: ["name"] }],
  [/^TrafficExtension$/, /^$/, { oneOf: [["wasm", "lua"]], atMostOneOf: [targets] }],
  [/^Telemetry$/, /tagOverrides$/, { oneOf: [["operation", "value"]] }],
  [/^WorkloadGroup$/, /probe$/, { oneOf: [["httpGet", "tcpSocket", "exec", "grpc"]] }],
  [/^WorkloadGroup$/, /(httpGet|tcpSocket|grpc)$/, { always: ["port"] }],
];

export function shapeOf({ kind, path }: Field): Shape {
  return shapes.find(([kinds, end]) => kinds.test(kind) && end.test(path))?.[2] ?? none;
}
