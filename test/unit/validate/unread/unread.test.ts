import assert from "node:assert/strict";
import { test } from "node:test";
import type { IstioTarget, JsonObject, KindName } from "../../../../src/model/index.js";
import { loadValidator } from "../../../../src/validate/index.js";
import { showPath } from "../../../../src/validate/show.js";
import { resourceOf } from "../../../support/resource.js";

const sidecar: IstioTarget = { istioVersion: "1.32", profile: "sidecar" };
const ambient: IstioTarget = { istioVersion: "1.32", profile: "ambient" };
const in129: IstioTarget = { istioVersion: "1.29", profile: "sidecar" };
const in124: IstioTarget = { istioVersion: "1.24", profile: "sidecar" };

const tcp = { hosts: ["db.example.com"], ports: [{ number: 5432, name: "tcp", protocol: "TCP" }], resolution: "DNS" };
const tls = { hosts: ["www.example.com"], ports: [{ number: 443, name: "tls", protocol: "TLS" }], resolution: "DNS" };
const workload = { address: "10.0.0.1" };
const wasm = { url: "oci://example.com/filter:1" };
const allowAll = { rules: [{}] };
const strict = { mtls: { mode: "STRICT" } };
const waypoint = { "istio.io/use-waypoint": "waypoint" };
const allocate = { "networking.istio.io/enable-autoallocate-ip": "true" };
const gatewayTarget = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "waypoint" };

type Case = readonly [
  name: string,
  target: IstioTarget,
  kind: KindName,
  spec: JsonObject,
  labels: Readonly<Record<string, string>>,
  expected: readonly string[],
];

const cases: readonly Case[] = [
  ["a WasmPlugin is inert from 1.30 on", sidecar, "WasmPlugin", wasm, {}, ["warning GX320 kind"]],
  ["a WasmPlugin works in 1.29", in129, "WasmPlugin", wasm, {}, []],
  ["a WorkloadGroup registers nobody", sidecar, "WorkloadGroup", { template: {} }, {}, ["warning GX321 kind"]],
  ["nor in the oldest version", in124, "WorkloadGroup", { template: {} }, {}, ["warning GX321 kind"]],

  ["a TCP port counts on an address", sidecar, "ServiceEntry", tcp, {}, ["warning GX322 spec.ports[0]"]],
  ["in 1.24 it gets one in memory", in124, "ServiceEntry", tcp, {}, []],
  ["a port whose protocol names the host does not", sidecar, "ServiceEntry", tls, {}, []],
  ["an address of its own is enough", sidecar, "ServiceEntry", { ...tcp, addresses: ["10.1.1.1"] }, {}, []],
  [
    "a label that asks for an address, whatever the ports",
    sidecar,
    "ServiceEntry",
    tls,
    allocate,
    ['warning GX322 metadata.labels["networking.istio.io/enable-autoallocate-ip"]'],
  ],
  [
    "a label that wants none leaves it at Istio's own warning",
    sidecar,
    "ServiceEntry",
    tcp,
    { "networking.istio.io/enable-autoallocate-ip": "false" },
    ["warning GX559 spec.ports[0]"],
  ],

  [
    "a ServiceEntry that asks for a waypoint",
    sidecar,
    "ServiceEntry",
    tls,
    waypoint,
    ['warning GX323 metadata.labels["istio.io/use-waypoint"]'],
  ],
  [
    "a WorkloadEntry that asks for a waypoint",
    sidecar,
    "WorkloadEntry",
    workload,
    waypoint,
    ['warning GX323 metadata.labels["istio.io/use-waypoint"]'],
  ],
  ["a waypoint that is declined", sidecar, "ServiceEntry", tls, { "istio.io/use-waypoint": "none" }, []],
  ["a waypoint label where Istio reads none", sidecar, "DestinationRule", { host: "a" }, waypoint, []],

  ["an AuthorizationPolicy reaches sidecars", sidecar, "AuthorizationPolicy", allowAll, {}, []],
  ["a PeerAuthentication reaches sidecars", sidecar, "PeerAuthentication", strict, {}, []],
  ["but not ztunnel", ambient, "AuthorizationPolicy", allowAll, {}, ["error GX324 kind"]],
  ["nor does a PeerAuthentication", ambient, "PeerAuthentication", strict, {}, ["error GX324 kind"]],
  [
    "a policy of a waypoint is in force",
    ambient,
    "AuthorizationPolicy",
    { ...allowAll, targetRefs: [gatewayTarget] },
    {},
    [],
  ],
  ["in the older form, too", ambient, "AuthorizationPolicy", { ...allowAll, targetRef: gatewayTarget }, {}, []],
  [
    "a policy of Istio's ingress gateway is in force",
    ambient,
    "AuthorizationPolicy",
    { ...allowAll, selector: { matchLabels: { istio: "ingressgateway" } } },
    {},
    [],
  ],
  [
    "a policy of a gateway made for the Gateway API is in force",
    ambient,
    "AuthorizationPolicy",
    { ...allowAll, selector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": "edge" } } },
    {},
    [],
  ],
  [
    "a policy of other pods is not",
    ambient,
    "AuthorizationPolicy",
    { ...allowAll, selector: { matchLabels: { app: "gateway" } } },
    {},
    ["error GX324 kind"],
  ],
  [
    "a ServiceEntry is unknown to ztunnel, and one warning is enough",
    ambient,
    "ServiceEntry",
    tcp,
    waypoint,
    ["warning GX325 kind"],
  ],
  ["so is a WorkloadEntry", ambient, "WorkloadEntry", workload, {}, ["warning GX325 kind"]],
  ["routes reach gateways and waypoints", ambient, "DestinationRule", { host: "a" }, {}, []],
];

for (const [name, target, kind, spec, labels, expected] of cases) {
  test(`${name} (${target.profile} ${target.istioVersion}, ${kind})`, async () => {
    const { apiVersion } = resourceOf(kind, spec);
    const document = { apiVersion, kind, metadata: { name: "example", labels }, spec };
    const resource = resourceOf(kind, spec, { document });
    const findings = (await loadValidator(target)).validate(resource);
    const found = findings.map(
      ({ severity, code }, index) => `${severity} ${code} ${showPath(resource.located[index]?.path ?? [])}`,
    );
    assert.deepEqual(found, expected);
  });
}
