import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

type Table = readonly (readonly [name: string, spec: JsonObject, problems: readonly string[]])[];

function judge(table: Table, specOf: (value: JsonObject) => JsonObject, prefix: string): void {
  for (const [name, value, problems] of table) {
    test(`${name}: ${problems.join(", ") || "good"}`, () => {
      const found = ruleProblems("Sidecar", specOf(value));
      assert.deepEqual(
        found,
        problems.map((problem) => problem.replace(" ", ` ${prefix}`)),
      );
    });
  }
}

const rest = { hosts: ["./*"] };
const sidecar = (spec: JsonObject) => spec;
judge(
  [
    ["a Sidecar that sets nothing", {}, ["GX550 spec"]],
    ["a Sidecar with empty lists", { ingress: [], egress: [] }, ["GX550 spec"]],
    ["a Sidecar with a policy alone", { outboundTrafficPolicy: {} }, []],
    ["a Sidecar with a pool alone", { inboundConnectionPool: { tcp: {} } }, []],
    ["an empty pool", { inboundConnectionPool: {} }, ["GX533 spec.inboundConnectionPool"]],
    ["a selector", { workloadSelector: { labels: { a: "b" } }, egress: [rest] }, []],
    ["a selector without labels", { workloadSelector: {}, egress: [rest] }, ["GX504 spec.workloadSelector"]],
    [
      "a selector with a wildcard",
      { workloadSelector: { labels: { "a*": "b" } }, egress: [rest] },
      ['GX503 key spec.workloadSelector.labels["a*"]'],
    ],
  ],
  sidecar,
  "",
);

const port = { number: 8443, protocol: "HTTPS", name: "https" };
judge(
  [
    ["a listener", { port }, []],
    ["a listener whose protocol is detected", { port: { number: 80 } }, []],
    ["port 0", { port: { number: 0 } }, ["GX506 port.number"]],
    ["no port number", { port: {} }, ["GX506 port.number"]],
    ["a bad port name", { port: { ...port, name: "a.b" } }, ["GX515 port.name"]],
    ["an unknown protocol", { port: { ...port, protocol: "SCTP" } }, ["GX507 port.protocol"]],
    ["a target port", { port: { ...port, targetPort: 1 } }, ["GX551 port.targetPort"]],
    ["an address", { port, bind: "::1" }, []],
    ["a Unix socket", { port, bind: "unix:///a" }, ["GX511 bind"]],
    ["an empty pool", { port, connectionPool: {} }, ["GX533 connectionPool"]],
    ["an HTTP pool", { port: { ...port, protocol: "GRPC" }, connectionPool: { http: {} } }, []],
    ["an HTTP pool of HTTPS", { port, connectionPool: { http: {} } }, ["GX557 connectionPool.http"]],
    ["a TCP pool of HTTPS", { port, connectionPool: { tcp: {} } }, []],
    ["TLS of a port without protocol", { port: { number: 80 }, tls: {} }, ["GX545 tls"]],
    ["TLS of HTTP", { port: { ...port, protocol: "HTTP" }, tls: {} }, ["GX545 tls"]],
    [
      "TLS without certificates",
      { port, tls: { mode: "SIMPLE" } },
      ["GX547 tls.serverCertificate", "GX547 tls.privateKey"],
    ],
    ["TLS by files", { port, tls: { mode: "SIMPLE", serverCertificate: "/a", privateKey: "/b" } }, []],
    ["TLS by a credential", { port, tls: { mode: "SIMPLE", credentialName: "a" } }, ["GX554 tls.credentialName"]],
    ["TLS by credentials", { port, tls: { mode: "SIMPLE", credentialNames: ["a"] } }, ["GX554 tls.credentialNames"]],
    [
      "TLS by pairs of files, for names, with a redirect",
      {
        port,
        tls: {
          mode: "SIMPLE",
          subjectAltNames: ["a"],
          httpsRedirect: true,
          tlsCertificates: [{ serverCertificate: "/a", privateKey: "/b" }],
        },
      },
      ["GX554 tls.subjectAltNames", "GX554 tls.tlsCertificates", "GX554 tls.httpsRedirect"],
    ],
    ["Istio's own certificate", { port, tls: { mode: "ISTIO_MUTUAL" } }, ["GX554 tls.mode"]],
    ["passing through by names", { port, tls: { mode: "AUTO_PASSTHROUGH" } }, ["GX554 tls.mode"]],
    ["passing through", { port, tls: {} }, []],
  ],
  (listener) => ({ ingress: [listener] }),
  "spec.ingress[0].",
);

test("ingress listeners have ports of their own", () => {
  const twice = { ingress: [{ port }, { port: { number: 80 } }, { port, bind: "10.0.0.1" }] };
  assert.deepEqual(ruleProblems("Sidecar", twice), ["GX552 spec.ingress[2].port.number"]);
});

test("a default endpoint is the workload's own", () => {
  const found = (defaultEndpoint: string) => ruleProblems("Sidecar", { ingress: [{ port, defaultEndpoint }] });
  const local = ["127.0.0.1", "0.0.0.0", "[::1]", "[::]", "", "[]", "[127.0.0.1]"].map((host) => `${host}:80`);
  for (const endpoint of [...local, ":+80", ":0080", "", "unix:///a", "unix://@a"])
    assert.deepEqual(found(endpoint), [], endpoint);
  const wrongHosts = ["10.0.0.1:80", "localhost:80", "::1:80", "[::2]:80", "[::1", "[::1]80", "127.0.0.1", "a"];
  for (const endpoint of [...wrongHosts, ":", ":x", ":-1", ":0", ":65536", ":80 ", `:${"9".repeat(400)}`])
    assert.deepEqual(found(endpoint), ["GX553 spec.ingress[0].defaultEndpoint"], endpoint);
  assert.deepEqual(found("unix://a"), ["GX511 spec.ingress[0].defaultEndpoint"]);
});

const hosts = ["./*"];
const db = { number: 3306, protocol: "MYSQL", name: "db" };
const socket = { port: { protocol: "MYSQL" }, bind: "unix:///a" };
judge(
  [
    ["a listener", { hosts, port: db, bind: "127.0.0.1", captureMode: "IPTABLES" }, []],
    ["a bad address", { hosts, port: db, bind: "unix:///a" }, ["GX511 bind"]],
    ["a port above all", { hosts, port: { number: 65_536 } }, ["GX506 port.number"]],
    ["a bad name", { hosts, port: { ...db, name: "a_b" } }, ["GX515 port.name"]],
    ["an unknown protocol", { hosts, port: { ...db, protocol: "x" } }, ["GX507 port.protocol"]],
    ["a target port", { hosts, port: { ...db, targetPort: 1 } }, ["GX551 port.targetPort"]],
    ["a Unix socket", { hosts, ...socket, captureMode: "NONE" }, []],
    ["neither port nor socket", { hosts, port: {} }, ["GX551 port"]],
    ["a Unix socket of no path", { hosts, ...socket, bind: "unix://" }, ["GX511 bind"]],
    ["a Unix socket behind iptables", { hosts, ...socket, captureMode: "IPTABLES" }, ["GX551 captureMode"]],
    ["all that is left", { hosts, bind: "x", captureMode: "IPTABLES" }, []],
    ["no hosts", { hosts: [] }, ["GX551 hosts"]],
    ["hosts of all forms", { hosts: ["*/a.b", "./*", "~/*", "~other/*", "other/*.a.b"] }, []],
    [
      "bad hosts",
      { hosts: ["a.b", "./web", "./*a.b", "/a.b", "a/", "a.b/c.d", "./1.2.3.4"] },
      [0, 1, 2, 3, 4, 5, 6].map((index) => `GX500 hosts[${index}]`),
    ],
    ["a host twice", { hosts: ["./a.b", "shop/a.b"] }, ["GX556 hosts[1]"]],
    ["a host after all of its namespace", { hosts: ["./*", "shop/a.b"] }, ["GX556 hosts[1]"]],
    ["a host before all of its namespace", { hosts: ["shop/a.b", "./*"] }, ["GX556 hosts[1]"]],
    ["a host that is taken out twice", { hosts: ["~a/*", "~a/*", "./*"] }, []],
    ["everything, and more", { hosts: ["*/*", "./*"] }, ["GX556 hosts"]],
    ["everything", { hosts: ["*/*", "~a/*"] }, []],
  ],
  (listener) => ({ egress: [listener] }),
  "spec.egress[0].",
);

test("the egress listener without port is the last, and the only one", () => {
  const listener = { hosts, port: db };
  assert.deepEqual(ruleProblems("Sidecar", { egress: [listener, rest] }), []);
  assert.deepEqual(ruleProblems("Sidecar", { egress: [rest, listener, rest] }), ["GX551 spec.egress[0]"]);
});

test("egress listeners have ports and sockets of their own", () => {
  const tcp = { hosts, port: db };
  const unix = { hosts, ...socket };
  assert.deepEqual(ruleProblems("Sidecar", { egress: [tcp, unix, { ...unix, bind: "unix:///b" }] }), []);
  assert.deepEqual(ruleProblems("Sidecar", { egress: [tcp, unix, tcp, unix] }), [
    "GX552 spec.egress[2].port.number",
    "GX552 spec.egress[3].bind",
  ]);
});

const proxy = { host: "egress.istio-system.svc.cluster.local", port: { number: 80 } };
const allowAny = (egressProxy: JsonObject) => ({ mode: "ALLOW_ANY", egressProxy });
judge(
  [
    ["a mode", { mode: "REGISTRY_ONLY" }, []],
    ["a proxy", allowAny({ ...proxy, subset: "v1" }), []],
    ["a proxy of the registry only", { egressProxy: proxy }, ["GX555 egressProxy"]],
    ["a proxy without port", allowAny({ host: proxy.host }), ["GX555 egressProxy.port"]],
    ["a proxy with port 0", allowAny({ ...proxy, port: {} }), ["GX506 egressProxy.port.number"]],
    ["a proxy of any host", allowAny({ ...proxy, host: "*.a.b" }), ["GX500 egressProxy.host"]],
    ["a proxy with a bad subset", allowAny({ ...proxy, subset: "a.b" }), ["GX515 egressProxy.subset"]],
  ],
  (outboundTrafficPolicy) => ({ outboundTrafficPolicy }),
  "spec.outboundTrafficPolicy.",
);
