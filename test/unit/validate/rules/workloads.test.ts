import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, KindName } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

const probe = (how: JsonObject): JsonObject => ({ template: {}, probe: how });
const header = (name: string) => ({ httpGet: { port: 80, httpHeaders: [{ name, value: "a" }] } });

const rows: readonly (readonly [kind: KindName, spec: JsonObject, ...problems: string[]])[] = [
  ["WorkloadEntry", { address: "10.0.0.1", network: "n", labels: { app: "a", empty: "" }, ports: { http: 80 } }],
  ["WorkloadEntry", { address: "vm.example.com" }],
  ["WorkloadEntry", { address: "unix:///run/a.sock" }],
  ["WorkloadEntry", { address: "fe80::1%eth0" }],
  ["WorkloadEntry", { address: "a b" }, "GX500 spec.address"],
  ["WorkloadEntry", { address: "*.example.com" }, "GX500 spec.address"],
  ["WorkloadEntry", { address: "" }, "GX568 spec.address"],
  ["WorkloadEntry", { network: "" }, "GX568 spec.address"],
  ["WorkloadEntry", { network: "n" }, "GX569 spec.address"],
  ["WorkloadEntry", { network: "n", labels: { a: "-" } }, "GX569 spec.address", "GX501 spec.labels.a"],
  ["WorkloadGroup", { template: {} }],
  ["WorkloadGroup", { template: { address: "a b", labels: { "a b": "" } } }],
  ["WorkloadGroup", { template: {}, metadata: { labels: { app: "a" }, annotations: { "a b": "" } } }],
  ["WorkloadGroup", { template: {}, metadata: { labels: { "a b": "" } } }, 'GX501 key spec.metadata.labels["a b"]'],
  ["WorkloadGroup", probe({ tcpSocket: { port: 80 }, periodSeconds: 5 })],
  ["WorkloadGroup", probe({ exec: { command: ["true"] } })],
  ["WorkloadGroup", probe(header("X-Check"))],
  ["WorkloadGroup", probe(header("x_check")), "GX509 spec.probe.httpGet.httpHeaders[0].name"],
  [
    "WorkloadGroup",
    probe({ httpGet: { port: 80, httpHeaders: [{}] } }),
    "GX509 spec.probe.httpGet.httpHeaders[0].name",
  ],
  ["WorkloadGroup", probe({ exec: { command: [] } }), "GX571 spec.probe.exec.command"],
  ["WorkloadGroup", probe({ periodSeconds: 5 }), "GX570 spec.probe"],
  ["WorkloadGroup", probe({ grpc: { port: 90 } }), "GX570 spec.probe.grpc"],
];

for (const [kind, spec, ...problems] of rows) {
  test(`${kind} ${JSON.stringify(spec).slice(0, 110)}: ${problems.join() || "good"}`, () => {
    assert.deepEqual(ruleProblems(kind, spec), problems);
  });
}
