import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ownership } from "../../../src/model/index.js";
import { analyze, doc, said } from "../../support/analyze.js";

const routed = (where: string, hosts: string, more = "") =>
  doc("VirtualService", where, `{hosts: [${hosts}], ${more}http: [{route: [{destination: {host: web}}]}]}`);
const toSubset = (host: string, subset = "v1") =>
  doc(
    "VirtualService",
    "shop/web",
    `{hosts: [web], http: [{route: [{destination: {host: ${host}, subset: ${subset}}}]}]}`,
  );
const rule = (where: string, host: string) =>
  doc("DestinationRule", where, `{host: "${host}", subsets: [{name: v1, labels: {version: v1}}]}`);
const gateway = (where: string, hosts: string, tls = "", selector = "istio: ingressgateway") =>
  doc(
    "Gateway",
    where,
    `{selector: {${selector}}, servers: [{port: {number: 443, name: a, protocol: ${tls === "" ? "HTTP" : "HTTPS"}}, hosts: [${hosts}]${tls}}]}`,
  );
const secret = (name: string) => `, tls: {mode: SIMPLE, credentialName: ${name}}`;
const files = (name: string) => `, tls: {mode: SIMPLE, serverCertificate: /${name}.pem, privateKey: /${name}.key}`;
const entry = (where: string, protocol: string, more = "", host = "db.example.com") =>
  doc(
    "ServiceEntry",
    where,
    `{hosts: [${host}], ${more}addresses: [10.0.0.1], resolution: NONE, ports: [{number: 3306, name: a, protocol: ${protocol}}]}`,
  );

const cases: readonly (readonly [what: string, documents: readonly string[], expected: readonly string[]])[] = [
  ["a subset of no DestinationRule", [toSubset("reviews")], ["IST0101 shop/web at v1"]],
  ["a subset that is defined", [toSubset("reviews"), rule("shop/a", "reviews")], []],
  [
    "a subset that is defined under the full name",
    [toSubset("reviews"), rule("mesh/a", "reviews.shop.svc.cluster.local")],
    [],
  ],
  [
    "a subset of another namespace's host",
    [toSubset("reviews"), rule("mesh/a", "reviews")],
    ["IST0101 shop/web at v1"],
  ],
  ["another subset", [toSubset("reviews", "v2"), rule("shop/a", "reviews")], ["IST0101 shop/web at v2"]],
  ["a subset of a wildcard", [toSubset("api.example.com"), rule("shop/a", "*.example.com")], []],
  [
    "a subset of an outside host, defined elsewhere",
    [toSubset("api.example.com"), rule("mesh/a", "api.example.com")],
    [],
  ],
  [
    "missing subsets of mirrors, TCP and TLS, each named once",
    [
      doc(
        "VirtualService",
        "shop/web",
        `{hosts: [web.example.com], http: [
        {match: [{uri: {prefix: /a}}], mirror: {host: a, subset: v1}, route: [{destination: {host: c}}]},
        {mirrors: [{destination: {host: b, subset: v2}}], route: [{destination: {host: a, subset: v1}}]}],
        tcp: [{route: [{destination: {host: d, subset: v3}}]}],
        tls: [{match: [{sniHosts: [web.example.com]}], route: [{destination: {host: e, subset: v4}}]}]}`,
      ),
    ],
    ["IST0101 shop/web at v1", "IST0101 shop/web at v2", "IST0101 shop/web at v3", "IST0101 shop/web at v4"],
  ],
  [
    "a Gateway that is not there",
    [routed("shop/web", "web.example.com", "gateways: [edge], ")],
    ["IST0101 shop/web at edge"],
  ],
  [
    "a Gateway of its own namespace, in short",
    [routed("shop/web", "web.example.com", "gateways: [edge], "), gateway("shop/edge", "web.example.com")],
    [],
  ],
  [
    "a Gateway of another namespace, in short",
    [routed("shop/web", "web.example.com", "gateways: [edge], "), gateway("mesh/edge", "web.example.com")],
    ["IST0101 shop/web at edge"],
  ],
  ["the sidecars as gateway", [routed("shop/web", "web.example.com", "gateways: [mesh], ")], []],
  [
    "a Gateway of other hosts",
    [
      routed("shop/web", "web.example.com", "gateways: [mesh, edge], "),
      gateway("shop/edge", "example.com, '*.example.org'"),
    ],
    ["IST0132 shop/web at edge"],
  ],
  [
    "a Gateway of one of the hosts",
    [
      routed("shop/web", "a.example.org, web.example.com", "gateways: [edge], "),
      gateway("shop/edge", "'*.example.com'"),
    ],
    [],
  ],
  [
    "a Gateway of hosts inside the VirtualService's wildcard",
    [routed("shop/web", "'*.example.com'", "gateways: [edge], "), gateway("shop/edge", "web.example.com")],
    [],
  ],
  [
    "a Gateway that serves the namespace",
    [routed("shop/web", "web.example.com", "gateways: [mesh/edge], "), gateway("mesh/edge", "shop/web.example.com")],
    [],
  ],
  [
    "a Gateway that serves its own namespace only",
    [routed("shop/web", "web.example.com", "gateways: [mesh/edge], "), gateway("mesh/edge", "./*")],
    ["IST0132 shop/web at mesh/edge"],
  ],
  [
    "a Gateway that serves everything to everybody",
    [routed("shop/web", "web.example.com", "gateways: [mesh/edge], "), gateway("mesh/edge", "'*/*'")],
    [],
  ],
  [
    "a host of two",
    [routed("shop/a", "web"), routed("shop/b", "web")],
    ["IST0109 shop/a at hosts", "IST0109 shop/b at hosts"],
  ],
  [
    "a host in short and in full",
    [routed("shop/a", "web"), routed("mesh/b", "web.shop.svc.cluster.local")],
    ["IST0109 shop/a at hosts", "IST0109 mesh/b at hosts"],
  ],
  ["short hosts of two namespaces", [routed("shop/a", "web"), routed("mesh/b", "web")], []],
  [
    "a host at a Gateway and in sidecars",
    [
      routed("shop/a", "web.example.com"),
      routed("shop/b", "web.example.com", "gateways: [edge], "),
      gateway("shop/edge", "'*'"),
    ],
    [],
  ],
  [
    "a host that two namespaces keep to themselves",
    [routed("a/a", "web.example.com", "exportTo: [.], "), routed("b/b", "web.example.com", "exportTo: [.], ")],
    [],
  ],
  [
    "a host that is exported to the other's namespace",
    [routed("a/a", "web.example.com", "exportTo: [b], "), routed("b/b", "web.example.com", "exportTo: [.], ")],
    ["IST0109 a/a at hosts", "IST0109 b/b at hosts"],
  ],
  [
    "a host of one namespace under a wildcard of all",
    [routed("a/a", "'*.example.com'"), routed("b/b", "web.example.com", "exportTo: [.], ")],
    ["IST0109 a/a at hosts", "IST0109 b/b at hosts"],
  ],
  ["a host under a wildcard, both of all", [routed("a/a", "'*.example.com'"), routed("b/b", "web.example.com")], []],
  [
    "one secret in two Gateways of the same workloads",
    [gateway("shop/a", "a.example.com", secret("cert")), gateway("shop/b", "b.example.com", secret("cert"))],
    ["IST0138 shop/a at tls", "IST0138 shop/b at tls"],
  ],
  [
    "one secret in Gateways of other workloads",
    [
      gateway("shop/a", "a.example.com", secret("cert")),
      gateway("shop/b", "b.example.com", secret("cert"), "istio: other"),
    ],
    [],
  ],
  [
    "one secret in a Gateway of some of the workloads",
    [
      gateway("shop/a", "a.example.com", secret("cert")),
      gateway("shop/b", "b.example.com", secret("cert"), "istio: ingressgateway, zone: a"),
    ],
    ["IST0138 shop/a at tls"],
  ],
  [
    "one file in two Gateways, and a secret of its name",
    [
      gateway("shop/a", "a.example.com", files("cert")),
      gateway("shop/b", "b.example.com", files("cert")),
      gateway("shop/c", "c.example.com", secret("cert")),
    ],
    ["IST0138 shop/a at tls", "IST0138 shop/b at tls"],
  ],
  [
    "two Telemetries for a namespace",
    [doc("Telemetry", "shop/a", "{}"), doc("Telemetry", "shop/b", "{selector: {matchLabels: {}}}")],
    ["IST0160 shop/a at apiVersion", "IST0160 shop/b at apiVersion", "GX504 shop/b at {matchLabels"],
  ],
  [
    "Telemetries for other namespaces, some workloads, and a Gateway",
    [
      doc("Telemetry", "shop/a", "{}"),
      doc("Telemetry", "mesh/a", "{}"),
      doc("Telemetry", "shop/b", "{selector: {matchLabels: {app: web}}}"),
      doc("Telemetry", "shop/c", "{targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: edge}]}"),
    ],
    [],
  ],
  [
    "a port of two protocols",
    [entry("a/a", "TCP"), entry("b/b", "MySQL")],
    ["IST0177 a/a at ports", "IST0177 b/b at ports"],
  ],
  ["a port of one protocol in two cases", [entry("a/a", "TLS"), entry("b/b", "tls")], []],
  ["ports of different hosts", [entry("a/a", "TCP"), entry("b/b", "TLS", "", "b.example.com")], []],
  [
    "a port of two protocols that no namespace sees together",
    [entry("a/a", "TCP", "exportTo: [.], "), entry("b/b", "TLS", "exportTo: [.], ")],
    [],
  ],
  [
    "a port that one namespace has to itself beside that of all",
    [entry("a/a", "TCP", "exportTo: [.], "), entry("b/b", "TLS")],
    ["IST0177 a/a at ports", "IST0177 b/b at ports"],
  ],
];

for (const [what, documents, expected] of cases) {
  test(`resources together: ${what}`, () => assert.deepEqual(said(documents.join("")), expected));
}

test("a finding names the others, the first few of many, and of its own resource nothing", () => {
  const messages = (count: number) =>
    analyze(Array.from({ length: count }, (_, index) => routed(`shop/web-${index}`, "web")).join("")).map(
      ({ message }) => message,
    );
  const host = "web.shop.svc.cluster.local";
  assert.equal(messages(2)[0], `${host} is routed in the mesh by VirtualService shop/web-1, too`);
  assert.equal(
    messages(4)[1],
    `${host} is routed in the mesh by VirtualService shop/web-0, shop/web-2 and shop/web-3, too`,
  );
  assert.equal(
    messages(6)[5],
    `${host} is routed in the mesh by VirtualService shop/web-0, shop/web-1, shop/web-2 and 2 more, too`,
  );
});

test("of one cause ten findings are listed, and the last of them counts the rest", () => {
  const documents = Array.from({ length: 25 }, (_, index) =>
    routed(`shop/web-${index}`, `web-${index}.example.com`, "gateways: [mesh/edge], "),
  );
  const findings = analyze(documents.join(""));
  assert.equal(findings.length, 10);
  assert.match(findings[9]?.message ?? "", / \(and 15 more like this\)$/);
});

test("a resource with errors is compared with nothing, but what it defines is there", () => {
  const broken = (document: string) => document.replace("spec: {", "spec: {colour: red, ");
  const documents = [
    broken(gateway("shop/edge", "a.example.com")),
    broken(rule("shop/web", "web")),
    routed("shop/a", "web.example.com", "gateways: [edge], "),
    toSubset("web"),
    broken(routed("shop/b", "web.shop.svc.cluster.local")),
  ];
  const codes = new Set(analyze(documents.join("")).map(({ code }) => code));
  assert.deepEqual([...codes], ["GX202"]);
});

test("findings do not depend on the order in which files were read", () => {
  const documents = [routed("shop/a", "web"), routed("shop/b", "web"), routed("mesh/c", "'*.svc.cluster.local'")];
  const say = (list: readonly string[]) =>
    analyze(list.join("")).map(({ code, name, message }) => `${code} ${name} ${message}`);
  assert.deepEqual(say(documents).toSorted(), say(documents.toReversed()).toSorted());
});

test("what another source owns is not missed, and what is one's own is", () => {
  const route = (gateway: string, host: string) =>
    doc(
      "VirtualService",
      "shop/web",
      `{hosts: [shop.example], gateways: [${gateway}], http: [{route: [{destination: {host: ${host}, subset: v1}}]}]}`,
    );
  const shop: Ownership = { namespaces: ["shop"], kinds: null };
  const routesOnly: Ownership = { namespaces: ["shop"], kinds: ["VirtualService"] };
  const own = route("own", "reviews");
  assert.deepEqual(said(own, {}, shop), ["IST0101 shop/web at own", "IST0101 shop/web at v1"]);
  assert.deepEqual(said(own, {}, routesOnly), []);
  assert.deepEqual(said(route("edge/public", "reviews.web.svc.cluster.local"), {}, shop), []);
  assert.deepEqual(said(route("edge/public", "api.example.com"), {}, shop), []);
});
