import type { JsonObject } from "../../../src/model/index.js";
import type { Field } from "./field.js";

const hcm = "envoy.filters.network.http_connection_manager";
const lua = {
  name: "envoy.filters.http.lua",
  typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua", inlineCode: "x = 1" },
};
const gatewayApi = "gateway.networking.k8s.io";

/** Fields with values that belong together, by kind and the end of the path: put over what was generated, half the time. */
const likes: readonly (readonly [kinds: RegExp, path: RegExp, likes: readonly JsonObject[]])[] = [
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
    /^Gateway$/,
    /servers$/,
    [
      { port: { number: 443, name: "https", protocol: "HTTPS" }, tls: { mode: "SIMPLE", credentialName: "cert" } },
      { port: { number: 443, name: "tls", protocol: "TLS" }, tls: { mode: "PASSTHROUGH" } },
      { port: { number: 8443, name: "mtls", protocol: "HTTPS" }, tls: { mode: "MUTUAL", credentialName: "cert" } },
      { port: { number: 80, name: "http", protocol: "HTTP" }, tls: { httpsRedirect: true } },
      { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] },
      { port: { number: 0, name: "uds", protocol: "HTTP" }, bind: "unix:///var/run/x.sock" },
    ],
  ],
  [
    /^(Gateway|Sidecar)$/,
    /tls$/,
    [
      { mode: "SIMPLE", serverCertificate: "/a.crt", privateKey: "/a.key" },
      { mode: "MUTUAL", serverCertificate: "/a.crt", privateKey: "/a.key", caCertificates: "/ca.crt" },
      { mode: "ISTIO_MUTUAL" },
      { mode: "OPTIONAL_MUTUAL", credentialName: "cert" },
    ],
  ],
  [
    /^DestinationRule$/,
    /tls$/,
    [
      { mode: "ISTIO_MUTUAL" },
      { mode: "SIMPLE", caCertificates: "/ca.crt", sni: "a.com" },
      { mode: "MUTUAL", clientCertificate: "/a.crt", privateKey: "/a.key" },
      { mode: "MUTUAL", credentialName: "cert" },
    ],
  ],
  [
    /^DestinationRule$/,
    /localityLbSetting$/,
    [
      { distribute: [{ from: "us-west/*", to: { "us-west/zone1/*": 80, "us-west/zone2/*": 20 } }] },
      { failover: [{ from: "us-west", to: "us-east" }] },
      { failoverPriority: ["topology.istio.io/network", "topology.kubernetes.io/region"] },
    ],
  ],
  [
    /^ServiceEntry$/,
    /^$/,
    [
      { hosts: ["api.example.com"], resolution: "DNS" },
      {
        hosts: ["api.example.com"],
        resolution: "STATIC",
        endpoints: [{ address: "10.0.0.1" }, { address: "10.0.0.2" }],
      },
      {
        hosts: ["*.example.com"],
        resolution: "DYNAMIC_DNS",
        location: "MESH_EXTERNAL",
        ports: [{ number: 443, name: "tls", protocol: "TLS" }],
      },
      { hosts: ["*.example.com"], resolution: "NONE", addresses: ["10.0.0.0/8"] },
      { hosts: ["vm.example.com"], resolution: "STATIC", workloadSelector: { labels: { app: "vm" } } },
      { hosts: ["a.com", "b.com"], resolution: "NONE", ports: [{ number: 80, name: "http", protocol: "HTTP" }] },
      {
        hosts: ["uds.example.com"],
        resolution: "STATIC",
        ports: [{ number: 80, name: "http", protocol: "HTTP" }],
        endpoints: [{ address: "unix:///var/run/x.sock" }],
      },
    ],
  ],
  [
    /^VirtualService$/,
    /^$/,
    [
      { hosts: ["reviews"] },
      { hosts: ["api.example.com"], gateways: ["ingress"] },
      { hosts: ["*.example.com"], gateways: ["istio-system/ingress", "mesh"] },
      { hosts: ["a.com", "*.b.com"], exportTo: ["."] },
      {
        hosts: ["*.example.com"],
        tls: [{ match: [{ sniHosts: ["a.example.com"], port: 443 }], route: [{ destination: { host: "a" } }] }],
      },
    ],
  ],
  [
    /^VirtualService$/,
    /http$/,
    [
      { rewrite: { uri: "/a" }, route: [{ destination: { host: "reviews", subset: "v1" }, weight: 20 }] },
      { match: [{ uri: { prefix: "/a" } }] },
      { match: [{ uri: { prefix: "/" } }] },
      { match: [{ headers: { "x-user": { exact: "a" } } }, { uri: { regex: "a.*" } }] },
      { fault: { abort: { httpStatus: 503, percentage: { value: 10 } } } },
      { fault: { delay: { fixedDelay: "1s", percentage: { value: 0.1 } } } },
      { mirror: { host: "reviews-shadow" }, mirrorPercentage: { value: 5 } },
      { mirrors: [{ destination: { host: "shadow", port: { number: 80 } }, percentage: { value: 5 } }] },
      { corsPolicy: { allowOrigins: [{ exact: "*" }], allowMethods: ["GET"], maxAge: "24h" } },
      { retries: { attempts: 0 } },
      { retries: { attempts: 3, perTryTimeout: "2s", retryOn: "5xx,reset" } },
      { headers: { request: { set: { "x-a": "%REQ(:path)%" }, remove: ["x-b"] } } },
    ],
  ],
  [
    /^Sidecar$/,
    /^$/,
    [
      { egress: [{ hosts: ["./*", "istio-system/*"] }] },
      { egress: [{ port: { number: 9080, protocol: "HTTP", name: "x" }, hosts: ["*/*"] }, { hosts: ["./*"] }] },
      { workloadSelector: { labels: { app: "a" } } },
      { outboundTrafficPolicy: { mode: "ALLOW_ANY", egressProxy: { host: "egress.shop.svc", port: { number: 443 } } } },
      { ingress: [{ port: { number: 80, protocol: "HTTP", name: "x" }, defaultEndpoint: "unix:///var/run/x.sock" }] },
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
  [
    /^WorkloadGroup$/,
    /probe$/,
    [{ httpGet: { port: 80, path: "/ready", scheme: "HTTP", httpHeaders: [{ name: "x", value: "a" }] } }],
  ],
];

export function likesOf({ kind, path }: Field): readonly JsonObject[] {
  return likes.find(([kinds, end]) => kinds.test(kind) && end.test(path))?.[2] ?? [];
}
