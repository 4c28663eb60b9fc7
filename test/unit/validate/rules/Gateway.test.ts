import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

type Table = readonly (readonly [name: string, value: JsonObject, problems: readonly string[]])[];

const port = { number: 443, name: "https", protocol: "HTTPS" };
const http = { number: 80, name: "http", protocol: "HTTP" };
const server = { port, hosts: ["*"], tls: { mode: "SIMPLE", credentialName: "cert" } };
const plain = { port: http, hosts: ["*"] };

/** Judges each value inside the only server; the paths of the table start at it. */
function inServer(table: Table, serverOf: (value: JsonObject) => JsonObject): void {
  for (const [name, value, problems] of table) {
    test(`${name}: ${problems.join(", ") || "good"}`, () => {
      const found = ruleProblems("Gateway", { servers: [serverOf(value)] });
      assert.deepEqual(
        found,
        problems.map((problem) => problem.replace(" ", " spec.servers[0].")),
      );
    });
  }
}

test("a Gateway's name is a label", () => {
  assert.deepEqual(ruleProblems("Gateway", { servers: [server] }, { name: "edge" }), []);
  assert.deepEqual(ruleProblems("Gateway", { servers: [server] }, { name: "edge.v1" }), ["GX542 metadata.name"]);
});

test("a Gateway has servers", () => {
  assert.deepEqual(ruleProblems("Gateway", {}), ["GX543 spec.servers"]);
  assert.deepEqual(ruleProblems("Gateway", { servers: [] }), ["GX543 spec.servers"]);
});

test("ports have names of their own", () => {
  assert.deepEqual(ruleProblems("Gateway", { servers: [server, plain] }), []);
  assert.deepEqual(ruleProblems("Gateway", { servers: [server, plain, { ...plain, hosts: ["a.b"] }] }), [
    "GX544 spec.servers[2].port.name",
  ]);
});

inServer(
  [
    ["no hosts", { hosts: [] }, ["GX543 hosts"]],
    ["hosts of all forms", { hosts: ["*", "a.b", "./*", "*/*.a.b", "shop/a.b", "1.2.3.4"] }, []],
    [
      "bad hosts",
      { hosts: ["web", "*a.b", "a/web", "/a.b", "~/a.b", "a.b/c.d", "::1"] },
      [0, 1, 2, 3, 4, 5, 6].map((index) => `GX500 hosts[${index}]`),
    ],
    ["an address", { bind: "10.0.0.1" }, []],
    ["a bad address", { bind: "a.b" }, ["GX511 bind"]],
    ["a Unix socket", { bind: "unix:///a", port: { ...port, number: 0 } }, []],
    ["a Unix socket with a port", { bind: "unix://@a" }, ["GX543 port.number"]],
    ["a Unix socket of no path", { bind: "unix://", port: { ...port, number: 0 } }, ["GX511 bind"]],
    ["port 0", { port: { ...port, number: 0 } }, ["GX506 port.number"]],
    ["port 65536", { port: { ...port, number: 65_536 } }, ["GX506 port.number"]],
    ["a port without name", { port: { ...port, name: "" } }, ["GX543 port.name"]],
    ["a target port", { port: { ...port, targetPort: 8443 } }, ["GX543 port.targetPort"]],
    ["an unknown protocol", { port: { ...port, protocol: "SCTP" } }, ["GX507 port.protocol"]],
    ["a protocol in another case", { port: { ...port, protocol: "https" } }, []],
  ],
  (value) => ({ ...server, ...value }),
);

const spoken = (protocol: string): JsonObject => ({ port: { ...port, protocol }, hosts: ["*"] });
inServer(
  [
    ["HTTPS without TLS settings", spoken("HTTPS"), ["GX545 tls"]],
    ["TLS without TLS settings", spoken("TLS"), ["GX545 tls"]],
    ["TCP with TLS settings", { ...spoken("TCP"), tls: {} }, ["GX545 tls"]],
    ["HTTP with a redirect", { ...spoken("HTTP"), tls: { httpsRedirect: true } }, []],
    ["HTTP with a certificate", { ...spoken("HTTP2"), tls: { mode: "SIMPLE", credentialName: "a" } }, ["GX545 tls"]],
    [
      "HTTP with a file that nothing reads",
      { ...spoken("HTTP"), tls: { privateKey: "/a" } },
      ["GX545 tls", "GX549 tls.privateKey"],
    ],
    ["HTTPS with a redirect", { ...spoken("HTTPS"), tls: { httpsRedirect: true } }, ["GX546 tls.httpsRedirect"]],
  ],
  (value) => value,
);

const files = { serverCertificate: "/a", privateKey: "/b" };
const ca = { caCertificates: "/c" };
const pairs = { tlsCertificates: [files] };
inServer(
  [
    ["TLS by files", { mode: "SIMPLE", ...files }, []],
    ["TLS by two pairs", { mode: "MUTUAL", ...ca, tlsCertificates: [files, files] }, []],
    ["TLS by credentials", { mode: "MUTUAL", credentialNames: ["a", "b"] }, []],
    ["TLS without files", { mode: "SIMPLE" }, ["GX547 tls.serverCertificate", "GX547 tls.privateKey"]],
    ["mutual TLS without CA", { mode: "MUTUAL", ...files }, ["GX547 tls.caCertificates"]],
    ["optional mutual TLS without CA", { mode: "OPTIONAL_MUTUAL", ...files }, ["GX547 tls.caCertificates"]],
    [
      "half a pair",
      { mode: "SIMPLE", tlsCertificates: [files, { privateKey: "/b" }] },
      ["GX547 tls.tlsCertificates[1].serverCertificate"],
    ],
    ["files and a credential", { mode: "SIMPLE", ...files, credentialName: "a" }, ["GX547 tls"]],
    ["files and pairs", { mode: "SIMPLE", ...files, ...pairs }, ["GX547 tls"]],
    ["pairs and a credential", { mode: "SIMPLE", ...pairs, credentialName: "a" }, ["GX547 tls"]],
    ["half a pair of files beside a credential", { mode: "SIMPLE", privateKey: "/b", credentialName: "a" }, []],
    ["a revocation list", { mode: "MUTUAL", ...files, ...ca, caCrl: "/d" }, []],
    ["a revocation list without clients' certificates", { mode: "SIMPLE", ...files, caCrl: "/d" }, ["GX547 tls.caCrl"]],
    ["Istio's own certificate", { mode: "ISTIO_MUTUAL" }, []],
    [
      "Istio's own certificate beside others",
      { mode: "ISTIO_MUTUAL", ...files, ...ca, ...pairs, credentialName: "a" },
      [
        "GX547 tls.serverCertificate",
        "GX547 tls.privateKey",
        "GX547 tls.tlsCertificates",
        "GX547 tls.credentialName",
        "GX547 tls.caCertificates",
      ],
    ],
    [
      "Istio's own certificate beside credentials",
      { mode: "ISTIO_MUTUAL", credentialNames: ["a"] },
      ["GX547 tls.credentialNames"],
    ],
    ["passing through", { mode: "AUTO_PASSTHROUGH" }, []],
    ["passing through with a CA", { ...ca }, ["GX549 tls.caCertificates"]],
    [
      "passing through with a credential and a revocation list",
      { credentialName: "a", caCrl: "/d" },
      ["GX547 tls.caCrl", "GX549 tls.credentialName"],
    ],
    ["passing through with two sources", { ...files, ...pairs }, ["GX547 tls", "GX549 tls.serverCertificate"]],
  ],
  (tls) => ({ ...server, tls }),
);

inServer(
  [
    ["old TLS with ciphers", { minProtocolVersion: "TLSV1_0", cipherSuites: ["AES128-SHA"] }, []],
    ["old TLS without ciphers", { minProtocolVersion: "TLSV1_1" }, ["GX548 tls.minProtocolVersion"]],
    ["new TLS without ciphers", { minProtocolVersion: "TLSV1_2" }, []],
    ["ciphers and expressions", { cipherSuites: ["ECDHE-RSA-CHACHA20-POLY1305", "ALL", "", "-ALL", "[A|B]"] }, []],
    [
      "unknown ciphers and one twice",
      { cipherSuites: ["aes128-sha", "AES128-SHA", "1", "AES128-SHA", "-ALL", "-ALL"] },
      [
        "GX548 tls.cipherSuites[0]",
        "GX548 tls.cipherSuites[2]",
        "GX548 tls.cipherSuites[3]",
        "GX548 tls.cipherSuites[5]",
      ],
    ],
  ],
  (tls) => ({ ...server, tls: { ...server.tls, ...tls } }),
);
test("ciphers are looked at beside Istio's own certificate too", () => {
  const tls = { mode: "ISTIO_MUTUAL", cipherSuites: ["x"] };
  assert.deepEqual(ruleProblems("Gateway", { servers: [{ ...server, tls }] }), [
    "GX548 spec.servers[0].tls.cipherSuites[0]",
  ]);
});
