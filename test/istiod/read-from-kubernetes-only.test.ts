import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "../../src/model/index.js";
import { needsGo } from "./support/harness.js";
import type { EnvoyConfig, Workload } from "./support/istiod.js";
import { openLab } from "./support/lab.js";

const fromGit = `apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: {name: plugin-in-git, namespace: shop}
spec: {url: "https://registry.example.com/filter.wasm"}
---
apiVersion: extensions.istio.io/v1alpha1
kind: TrafficExtension
metadata: {name: extension-in-git, namespace: shop}
spec: {wasm: {url: "https://registry.example.com/filter.wasm"}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: policy-in-git, namespace: shop}
spec: {rules: [{from: [{source: {namespaces: [shop]}}]}]}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: strict-in-git, namespace: shop}
spec: {mtls: {mode: STRICT}}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: service-in-git, namespace: shop}
spec:
  hosts: [git.example.com]
  ports: [{number: 5432, name: tcp, protocol: TCP}]
  resolution: DNS
`;

const inKubernetes: readonly JsonObject[] = [
  ...["authorizationpolicies.security", "serviceentries.networking", "wasmplugins.extensions"].map((name) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${name}.istio.io` },
  })),
  {
    apiVersion: "extensions.istio.io/v1alpha1",
    kind: "WasmPlugin",
    metadata: { name: "plugin-in-kubernetes", namespace: "shop" },
    spec: { url: "https://registry.example.com/filter.wasm" },
  },
  {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: { name: "policy-in-kubernetes", namespace: "shop" },
    spec: { rules: [{ from: [{ source: { namespaces: ["shop"] } }] }] },
  },
  {
    apiVersion: "networking.istio.io/v1",
    kind: "ServiceEntry",
    metadata: { name: "service-in-kubernetes", namespace: "shop" },
    spec: {
      hosts: ["kubernetes.example.com"],
      ports: [{ number: 5433, name: "tcp", protocol: "TCP" }],
      resolution: "DNS",
    },
  },
];

const web: Workload = { type: "sidecar", name: "web", namespace: "shop", labels: { app: "web" } };

/** What istiod has for ztunnel. */
interface AmbientState {
  readonly policies: readonly { readonly name: string }[] | null;
  readonly services: readonly { readonly hostname: string }[] | null;
}

describe("an istiod of an ambient mesh that reads gitxds and Kubernetes", needsGo(), () => {
  test("makes of resources in Git less than of the same in Kubernetes", async (t) => {
    const lab = await openLab(t, { "mesh.yaml": fromGit });
    const istiod = await lab.startIstiod({ features: { PILOT_ENABLE_AMBIENT: "true" }, kubernetes: inKubernetes });
    const names = [...(await istiod.stored()).keys()];
    for (const name of ["plugin-in-git", "plugin-in-kubernetes", "policy-in-git", "service-in-git"]) {
      assert.ok(
        names.some((stored) => stored.endsWith(`shop/${name}`)),
        `${name} is stored: ${names.join(", ")}`,
      );
    }
    const envoy = istiod.envoyConfig(web);
    const { policies, services } = await istiod.debug<AmbientState>("ambientz");

    await t.test("a sidecar loads WasmPlugins from Kubernetes only, and TrafficExtensions from Git", () => {
      const inbound = inboundText(envoy);
      assert.match(inbound, /plugin-in-kubernetes/);
      assert.match(inbound, /extension-in-git/);
      assert.doesNotMatch(inbound, /plugin-in-git/);
    });

    await t.test("a sidecar enforces policies from both, and ztunnel gets those from Kubernetes only", () => {
      const inbound = inboundText(envoy);
      assert.match(inbound, /policy-in-git/);
      assert.match(inbound, /policy-in-kubernetes/);
      assert.deepEqual(
        policies?.map(({ name }) => name),
        ["policy-in-kubernetes"],
      );
    });

    await t.test("a sidecar knows services from both, and ztunnel those from Kubernetes only", () => {
      assert.deepEqual(
        Object.keys(envoy.clusters)
          .filter((name) => name.endsWith(".example.com"))
          .sort(),
        ["outbound|5432||git.example.com", "outbound|5433||kubernetes.example.com"],
      );
      assert.deepEqual(
        services?.map(({ hostname }) => hostname),
        ["kubernetes.example.com"],
      );
    });
  });
});

function inboundText({ listeners }: EnvoyConfig): string {
  return JSON.stringify(listeners.virtualInbound);
}
