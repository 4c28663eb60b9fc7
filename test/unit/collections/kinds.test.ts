import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findKind, kindOfTypeUrl, kinds, storageTypeUrl } from "../../../src/collections/kinds.js";
import { encodeBody } from "../../../src/proto/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { readFixtures } from "../../support/fixtures.js";

test("all fifteen kinds have a row of their own", () => {
  assert.equal(new Set(kinds.map(({ kind }) => kind)).size, 15);
  assert.equal(new Set(kinds.map(({ plural }) => plural)).size, 15);
});

test("a kind is found under each of its versions and under no other", () => {
  for (const url of ["v1", "v1beta1", "v1alpha3"].map((version) => `networking.istio.io/${version}/VirtualService`)) {
    assert.equal(kindOfTypeUrl(url)?.kind, "VirtualService");
  }
  assert.equal(kindOfTypeUrl("networking.istio.io/v2/VirtualService"), undefined);
  assert.equal(kindOfTypeUrl("core/v1alpha1/MeshConfig"), undefined);
});

test("a kind is looked up by its group too, because Gateway is also a kind of the Gateway API", () => {
  assert.equal(findKind("networking.istio.io", "Gateway")?.kind, "Gateway");
  assert.equal(findKind("gateway.networking.k8s.io", "Gateway"), undefined);
});

test("destinations come before the routes that name them", () => {
  const order = kinds.map(({ kind }) => kind);
  assert.deepEqual(order.slice(0, 6), [
    "ServiceEntry",
    "WorkloadEntry",
    "WorkloadGroup",
    "DestinationRule",
    "Gateway",
    "VirtualService",
  ]);
});

test("collections are named by the storage version", () => {
  assert.deepEqual(
    kinds.map(storageTypeUrl).filter((url) => !url.includes("/v1/")),
    [
      "networking.istio.io/v1alpha3/EnvoyFilter",
      "networking.istio.io/v1beta1/ProxyConfig",
      "telemetry.istio.io/v1alpha1/Telemetry",
      "extensions.istio.io/v1alpha1/TrafficExtension",
      "extensions.istio.io/v1alpha1/WasmPlugin",
    ],
  );
});

test("no kind lacks its schema, its message or its documents with every field", () => {
  for (const { kind, message } of kinds) {
    assert.ok(existsSync(join(packageRoot(), "schemas/kinds", `${kind}.schema.json`)), `${kind} has no schema`);
    assert.equal(encodeBody(message, {}).length, 0);
    assert.notEqual(
      readFixtures("every-field", kind).length,
      0,
      `${kind} has no documents in test/fixtures/every-field`,
    );
  }
});
