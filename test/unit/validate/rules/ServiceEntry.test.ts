import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

function found(spec: JsonObject, labels: JsonObject = {}): readonly string[] {
  const metadata = { name: "api", namespace: "shop", labels };
  const document = { apiVersion: "networking.istio.io/v1", kind: "ServiceEntry", metadata, spec };
  return ruleProblems("ServiceEntry", spec, { document });
}

const http = { number: 80, name: "http", protocol: "HTTP" };
const tcp = { number: 90, name: "tcp", protocol: "TCP" };
const plain = { number: 91, name: "plain" };
const hosts = ["api.example.com"];
const twoHosts = ["a.com", "b.com"];
const staticTo = (...endpoints: JsonObject[]): JsonObject => ({
  hosts,
  resolution: "STATIC",
  ports: [http],
  endpoints,
});
const dnsTo = (...endpoints: JsonObject[]): JsonObject => ({ hosts, resolution: "DNS", ports: [http], endpoints });
const dynamic: JsonObject = { hosts: ["*.example.com"], resolution: "DYNAMIC_DNS", ports: [http] };

const good: readonly JsonObject[] = [
  { hosts },
  { hosts: ["*.example.com", "7"], addresses: ["10.0.0.0/8", "::1"], ports: [http, tcp] },
  { hosts: twoHosts, addresses: ["10.0.0.1"], ports: [tcp] },
  { hosts, ports: [{ ...tcp, protocol: "tcp" }] },
  { hosts: twoHosts, resolution: "DNS", ports: [http, { number: 443, name: "tls", protocol: "tls" }] },
  { hosts: twoHosts, resolution: "DNS", ports: [] },
  { hosts, resolution: "DNS", ports: [tcp, plain] },
  { hosts, resolution: "DNS", addresses: ["10.0.0.1"], ports: [tcp] },
  { hosts: ["*.example.com"], resolution: "DNS_ROUND_ROBIN", endpoints: [{ address: "a.example.com" }] },
  staticTo({ address: "10.0.0.1", ports: { http: 8080 }, labels: { app: "a" } }, { address: "unix:///run/a.sock" }),
  dnsTo({ address: "a.example.com", ports: { http: 8080 } }, { address: "::1" }),
  { hosts, resolution: "STATIC", workloadSelector: { labels: { app: "a" } } },
  { ...dynamic, hosts: ["*a.example.com"] },
  {
    ...dynamic,
    ports: ["TLS", "grpc", "HTTP2"].map((protocol, index) => ({
      ...tcp,
      number: index + 1,
      protocol,
      name: `p${index}`,
    })),
  },
  { hosts, exportTo: ["~"] },
  { hosts, exportTo: [".", "other"] },
];

for (const spec of good) {
  test(`${JSON.stringify(spec).slice(0, 110)} is good`, () => assert.deepEqual(found(spec), []));
}

const bad: readonly (readonly [spec: JsonObject, ...problems: string[]])[] = [
  [{ hosts: ["a..b", ""] }, "GX500 spec.hosts[0]", "GX500 spec.hosts[1]"],
  [{ hosts: ["*a.example.com"] }, "GX558 spec.hosts[0]"],
  [{ hosts, addresses: ["10.0.0.256", "::1/129"] }, "GX511 spec.addresses[0]", "GX511 spec.addresses[1]"],
  [{ hosts, ports: [{ ...http, name: "a_b" }] }, "GX515 spec.ports[0].name"],
  [{ hosts, ports: [{ ...http, protocol: "SMTP" }] }, "GX507 spec.ports[0].protocol"],
  [{ hosts, ports: [http, tcp, plain] }, "GX559 spec.ports[1]", "GX559 spec.ports[2]"],
  [{ hosts, workloadSelector: { labels: { app: "a" } } }, "GX560 spec.workloadSelector"],
  [{ hosts, resolution: "STATIC", workloadSelector: {} }, "GX504 spec.workloadSelector"],
  [
    { hosts: twoHosts, resolution: "DNS", addresses: ["10.0.0.1"], ports: [{ ...tcp, protocol: "HTTPS" }] },
    "GX561 spec.addresses",
  ],
  [staticTo({ address: "a.example.com" }), "GX511 spec.endpoints[0].address"],
  [staticTo({ address: "" }), "GX568 spec.endpoints[0].address"],
  [staticTo({ network: "n" }), "GX569 spec.endpoints[0].address"],
  [staticTo({ address: "10.0.0.1", ports: { grpc: 90 } }), "GX562 key spec.endpoints[0].ports.grpc"],
  [staticTo({ address: "10.0.0.1", labels: { "a b": "" } }), 'GX501 key spec.endpoints[0].labels["a b"]'],
  [{ ...staticTo({ address: "unix://@a" }), ports: [http, tcp] }, "GX563 spec.endpoints[0].address"],
  [{ ...staticTo({ address: "unix://@a" }), ports: [] }, "GX563 spec.endpoints[0].address"],
  [{ hosts: ["a.com", "*.a.com", "*.b.com"], resolution: "DNS" }, "GX564 spec.hosts[1]"],
  [{ hosts: ["7"], resolution: "DNS" }, "GX564 spec.hosts[0]"],
  [{ hosts: ["*a.com"], resolution: "DNS" }, "GX558 spec.hosts[0]", "GX564 spec.hosts[0]"],
  [dnsTo({ address: "unix:///run/a.sock" }), "GX500 spec.endpoints[0].address"],
  [dnsTo({ network: "n" }), "GX500 spec.endpoints[0].address"],
  [dnsTo({ address: "a.com", ports: { grpc: 90 } }), "GX562 key spec.endpoints[0].ports.grpc"],
  [dnsTo({ address: "a.com", labels: { a: "b c" } }), "GX501 spec.endpoints[0].labels.a"],
  [{ ...dynamic, hosts: ["*.a.com", "a.com"] }, "GX565 spec.hosts[1]"],
  [
    { ...dynamic, addresses: ["10.0.0.1"], endpoints: [{ address: "a" }] },
    "GX565 spec.addresses",
    "GX565 spec.endpoints",
  ],
  [{ ...dynamic, ports: [tcp, plain] }, "GX565 spec.ports[0].protocol", "GX565 spec.ports[1].protocol"],
  [{ hosts: twoHosts, resolution: "DNS", ports: [http, plain, tcp] }, "GX567 spec.ports[1].protocol"],
  [{ hosts, exportTo: ["*", "other"] }, "GX502 spec.exportTo"],
  [{ hosts, exportTo: [".", "shop"] }, "GX502 spec.exportTo[1]"],
];

for (const [spec, ...problems] of bad) {
  test(`${JSON.stringify(spec).slice(0, 110)}: ${problems.join()}`, () => assert.deepEqual(found(spec), problems));
}

test("a TCP port needs addresses where a label forbids to allocate them, or nothing is resolved", () => {
  const spec = { hosts, resolution: "DNS", ports: [tcp] };
  const label = "networking.istio.io/enable-autoallocate-ip";
  assert.deepEqual(found(spec, { [label]: "False" }), ["GX559 spec.ports[0]"]);
  assert.deepEqual(found(spec, { [label]: "no" }), []);
  assert.deepEqual(found({ hosts, ports: [tcp] }, { [label]: "true" }), ["GX559 spec.ports[0]"]);
});

test("a waypoint excludes DYNAMIC_DNS inside the mesh, but not where the label says none", () => {
  const inside = { ...dynamic, location: "MESH_INTERNAL" };
  const label = "istio.io/use-waypoint";
  assert.deepEqual(found(inside, { [label]: "w" }), ["GX566 spec.location"]);
  for (const value of ["", "none", "None"]) assert.deepEqual(found(inside, { [label]: value }), []);
  assert.deepEqual(found({ ...dynamic, location: "MESH_EXTERNAL" }, { [label]: "w" }), []);
});
