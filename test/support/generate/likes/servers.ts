import type { JsonObject } from "../../../../src/model/index.js";
import type { Like } from "./like.js";

function certificates(count: number): readonly JsonObject[] {
  return Array.from({ length: count }, () => ({ serverCertificate: "/a.crt", privateKey: "/a.key" }));
}

/** Of servers, listeners and what stands behind them. */
export const serverLikes: readonly Like[] = [
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
      { mode: "SIMPLE", credentialName: "cert", caCrl: "/a.crl" },
      { mode: "ISTIO_MUTUAL", caCertificates: "/ca.crt" },
      { mode: "ISTIO_MUTUAL", tlsCertificates: [{ serverCertificate: "/a.crt", privateKey: "/a.key" }] },
      { mode: "SIMPLE", tlsCertificates: certificates(2) },
      { mode: "SIMPLE", tlsCertificates: certificates(3) },
      { mode: "SIMPLE", credentialNames: ["a", "b", "c"] },
      { mode: "MUTUAL", tlsCertificates: certificates(1), caCertificates: "/ca.crt" },
      { mode: "SIMPLE", credentialName: "cert", cipherSuites: ["AES128-SHA", "AES128-SHA"] },
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
    /^Sidecar$/,
    /egress$/,
    [
      {
        port: { number: 80, protocol: "HTTP", name: "x" },
        bind: "unix:///a.sock",
        captureMode: "NONE",
        hosts: ["./*"],
      },
      { port: { number: 0, protocol: "HTTP", name: "x" }, bind: "unix:///a.sock", hosts: ["./*"] },
      {
        port: { number: 0, protocol: "HTTP", name: "x" },
        bind: "unix:///a.sock",
        captureMode: "IPTABLES",
        hosts: ["./*"],
      },
      { port: { number: 80, protocol: "HTTP", name: "x" }, bind: "10.0.0.1", captureMode: "NONE", hosts: ["./*"] },
      { hosts: ["*/*", "./*"] },
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
    /^WorkloadGroup$/,
    /probe$/,
    [{ httpGet: { port: 80, path: "/ready", scheme: "HTTP", httpHeaders: [{ name: "x", value: "a" }] } }],
  ],
];
