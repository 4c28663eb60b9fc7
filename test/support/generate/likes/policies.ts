import type { Like } from "./like.js";

const hcm = "envoy.filters.network.http_connection_manager";
const lua = {
  name: "envoy.filters.http.lua",
  typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua", inlineCode: "x = 1" },
};
const gatewayApi = "gateway.networking.k8s.io";

/** Of policies, filters and extensions. */
export const policyLikes: readonly Like[] = [
  [
    /./,
    /targetRefs?$/,
    [
      { group: gatewayApi, kind: "Gateway", name: "ingress" },
      { group: "", kind: "Service", name: "reviews" },
      { group: "core", kind: "Service", name: "reviews" },
      { kind: "Service", name: "reviews" },
      { group: gatewayApi, kind: "GatewayClass", name: "istio-waypoint" },
      { group: "networking.istio.io", kind: "ServiceEntry", name: "api" },
    ],
  ],
  [
    /^AuthorizationPolicy$/,
    /when$/,
    [
      { key: "source.ip", values: ["10.0.0.0/8"] },
      { key: "remote.ip", notValues: ["10.0.0.1"] },
      { key: "destination.port", values: ["80", "8080"] },
      { key: "request.headers[x-user]", values: ["a*", "*"] },
      { key: "request.auth.claims[iss]", values: ["a"], notValues: ["b"] },
      { key: "source.namespace", values: ["shop"] },
      { key: "connection.sni", values: ["*.example.com"] },
    ],
  ],
  [
    /^AuthorizationPolicy$/,
    /^$/,
    [
      { action: "CUSTOM", provider: { name: "ext" }, rules: [{ to: [{ operation: { paths: ["/a"] } }] }] },
      { action: "DENY", rules: [{ to: [{ operation: { ports: ["80"] } }] }] },
      { action: "DENY", rules: [{ from: [{ source: { notNamespaces: ["shop"] } }] }] },
      { action: "ALLOW" },
    ],
  ],
  [
    /^EnvoyFilter$/,
    /configPatches$/,
    [
      {
        applyTo: "CLUSTER",
        match: { context: "SIDECAR_OUTBOUND", cluster: { service: "a" } },
        patch: { operation: "MERGE", value: { connect_timeout: "1s" } },
      },
      {
        applyTo: "HTTP_FILTER",
        match: {
          listener: { filterChain: { filter: { name: hcm, subFilter: { name: "envoy.filters.http.router" } } } },
        },
        patch: { operation: "INSERT_BEFORE", value: lua },
      },
      { applyTo: "NETWORK_FILTER", match: { listener: { filterChain: { filter: { name: hcm } } } } },
      { applyTo: "VIRTUAL_HOST", match: { routeConfiguration: { vhost: { name: "a", route: { name: "b" } } } } },
      { applyTo: "EXTENSION_CONFIG", patch: { operation: "ADD", value: lua } },
      { applyTo: "HTTP_FILTER", match: { context: "WAYPOINT", waypoint: { portNumber: 80 } } },
      { applyTo: "BOOTSTRAP", match: { proxy: { proxyVersion: "^1\\.2.*" } } },
      { patch: { operation: "REMOVE" } },
    ],
  ],
  [/^EnvoyFilter$/, /^$/, [{ workloadSelector: { labels: { app: "a" } } }]],
  [
    /^Telemetry$/,
    /tagOverrides$/,
    [{ operation: "REMOVE" }, { operation: "UPSERT", value: "request.host" }, { value: "'a'" }],
  ],
  [/^PeerAuthentication$/, /^$/, [{ selector: { matchLabels: { app: "a" } } }, { mtls: { mode: "STRICT" } }]],
  [
    /^(WasmPlugin|TrafficExtension)$/,
    /env$/,
    [
      { name: "A", value: "a", valueFrom: "INLINE" },
      { name: "HOST", valueFrom: "HOST" },
    ],
  ],
];
