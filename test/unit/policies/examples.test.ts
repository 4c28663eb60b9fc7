import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseFile } from "../../../src/parse/index.js";
import { buildPolicySet } from "../../../src/policies/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { parseResource, policyYaml } from "../../support/policies.js";

const example = (name: string) => readFileSync(join(packageRoot(), "examples/policies", name), "utf8");

const gateway = (hosts: string) => `
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: {name: public, namespace: edge}
spec:
  servers:
    - {port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example.com]}
    - {port: {number: 81, name: more, protocol: HTTP}, hosts: [${hosts}]}
`;
const authorization = (namespace: string, spec: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: all, namespace: ${namespace}}
spec: ${spec}
`;
const route = (timeout: string, labels = "{}") => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop, labels: ${labels}}
spec:
  hosts: [reviews]
  http:
    - {timeout: ${timeout}, route: [{destination: {host: reviews}}]}
`;
const exportTo = (value: string) => route("1s").replace("spec:", `spec:\n  exportTo: [${value}]`);
const tls = (mode: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec: {host: reviews, trafficPolicy: {tls: {mode: ${mode}}}}
`;

const visible = policyYaml("visible", "!('*' in object.spec.?exportTo.orValue([]))", {
  resources: "virtualservices",
  message: "exportTo must name namespaces",
});
const encrypted = policyYaml("encrypted", "object.spec.?trafficPolicy.?tls.?mode.orValue('') != 'DISABLE'", {
  resources: "destinationrules",
  message: "tls must not be disabled",
});

const cases: readonly (readonly [title: string, policy: string, resource: string, found: readonly string[]])[] = [
  ["hosts of the domain", example("gateway-hosts.yaml"), gateway("edge/b.example.com"), []],
  [
    "a foreign host",
    example("gateway-hosts.yaml"),
    gateway("b.example.com, example.org"),
    [
      "GX410 hosts must end with .example.com, unlike those of the ports more (policy gateway-hosts, binding gateway-hosts)",
    ],
  ],
  ["a rule with a caller", example("who-may-call.yaml"), authorization("istio-system", "{rules: [{from: [{}]}]}"), []],
  [
    "an empty rule in istio-system",
    example("who-may-call.yaml"),
    authorization("istio-system", "{rules: [{}]}"),
    ["GX410 an empty rule lets everyone call everything in the mesh (policy mesh-wide-rules, binding mesh-wide-rules)"],
  ],
  ["an empty rule elsewhere", example("who-may-call.yaml"), authorization("shop", "{rules: [{}]}"), []],
  [
    "an empty rule that denies",
    example("who-may-call.yaml"),
    authorization("istio-system", "{action: DENY, rules: [{}]}"),
    [],
  ],
  ["no rule at all", example("who-may-call.yaml"), authorization("istio-system", "{}"), []],
  ["a short timeout", example("timeouts.yaml"), route("30s"), []],
  [
    "a long timeout",
    example("timeouts.yaml"),
    route("1m"),
    ["GX411 a route waits for 1m, more than 30s (policy timeouts, binding timeouts)"],
  ],
  ["a long timeout with a label", example("timeouts.yaml"), route("1m", "{slow: 'yes'}"), []],
  ["exportTo a namespace", visible, exportTo("shop"), []],
  [
    "exportTo everybody",
    visible,
    exportTo('"*"'),
    ["GX410 exportTo must name namespaces (policy visible, binding visible)"],
  ],
  ["exportTo left out", visible, route("1s"), []],
  ["mutual TLS", encrypted, tls("ISTIO_MUTUAL"), []],
  ["no TLS", encrypted, tls("DISABLE"), ["GX410 tls must not be disabled (policy encrypted, binding encrypted)"]],
  ["another kind", encrypted, route("1s"), []],
];

for (const [title, policy, resource, found] of cases) {
  test(`${title}: ${found.length === 0 ? "passes" : found[0]}`, () => {
    const { policies, findings } = parseFile("p.yaml", Buffer.from(policy), { defaultNamespace: "default" });
    const set = buildPolicySet(policies);
    assert.deepEqual([...findings, ...set.findings], []);
    assert.deepEqual(
      set.judge(parseResource(resource)).map(({ code, message }) => `${code} ${message}`),
      found,
    );
  });
}
