import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue, KindName } from "../../../src/model/index.js";
import { compileKind } from "../../support/compile-kind.js";

const longLabel = "a".repeat(64);

/** Metadata as Kubernetes 1.36 judges it: the verdicts are those of its apimachinery. */
const metadata: readonly (readonly [what: string, verdict: boolean, metadata: JsonValue])[] = [
  ["a name", true, { name: "web" }],
  ["a name with dots", true, { name: "web.v1.example" }],
  ["no name", false, { namespace: "shop" }],
  ["a generated name alone", false, { generateName: "web-" }],
  ["a name in capitals", false, { name: "Web" }],
  ["a name with a slash", false, { name: "shop/web" }],
  ["a name of 254 characters", false, { name: "a".repeat(254) }],
  ["no metadata", false, null],
  ["an unknown field", false, { name: "web", lables: {} }],
  ["a namespace with a dot", false, { name: "web", namespace: "a.b" }],
  ["labels that are not there", true, { name: "web", labels: null }],
  ["a label with a prefix", true, { name: "web", labels: { "app.kubernetes.io/name": "web" } }],
  ["a label with an empty value", true, { name: "web", labels: { app: "" } }],
  ["a label whose value is a number", false, { name: "web", labels: { version: 1 } }],
  ["a label with a long value", false, { name: "web", labels: { app: longLabel } }],
  ["a label with two slashes", false, { name: "web", labels: { "a/b/c": "" } }],
  ["a label with an empty key", false, { name: "web", labels: { "": "web" } }],
  ["a label whose prefix has capitals", false, { name: "web", labels: { "Example.com/app": "web" } }],
  ["a label whose prefix is too long", false, { name: "web", labels: { [`${"a".repeat(254)}/app`]: "web" } }],
  ["an annotation whose prefix has capitals", true, { name: "web", annotations: { "Example.com/note": "any text!" } }],
  ["an annotation that is a boolean", false, { name: "web", annotations: { "istio.io/dry-run": true } }],
  ["a creation time", true, { name: "web", creationTimestamp: "2026-01-02T03:04:05.678+01:00" }],
  ["no creation time", true, { name: "web", creationTimestamp: null }],
  ["a creation time without a zone", false, { name: "web", creationTimestamp: "2026-01-02T03:04:05" }],
  [
    "what the API server adds",
    true,
    {
      name: "web",
      uid: "1",
      resourceVersion: "2",
      generation: 3,
      managedFields: [{ manager: "kubectl", operation: "Update", fieldsType: "FieldsV1", fieldsV1: {} }],
    },
  ],
  ["an owner", true, { name: "web", ownerReferences: [{ apiVersion: "v1", kind: "A", name: "b", uid: "c" }] }],
  ["an owner without uid", false, { name: "web", ownerReferences: [{ apiVersion: "v1", kind: "A", name: "b" }] }],
];

test("metadata is taken as the Kubernetes API server takes it", () => {
  const validate = compileKind("Sidecar");
  for (const [what, verdict, value] of metadata) {
    const document = { apiVersion: "networking.istio.io/v1", kind: "Sidecar", metadata: value };
    assert.equal(validate(document), verdict, `${what}: ${JSON.stringify(validate.errors)}`);
  }
});

const document = (kind: string, apiVersion: string, rest: JsonObject): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: "web" },
  ...rest,
});

const documents: readonly (readonly [what: string, verdict: boolean, kind: KindName, document: JsonObject])[] = [
  ["a served version", true, "Sidecar", document("Sidecar", "networking.istio.io/v1alpha3", {})],
  ["a version that is not served", false, "Sidecar", document("Sidecar", "networking.istio.io/v2", {})],
  ["another group", false, "Gateway", document("Gateway", "gateway.networking.k8s.io/v1", {})],
  ["another kind", false, "Sidecar", document("Gateway", "networking.istio.io/v1", {})],
  ["no spec where one is needed", false, "ServiceEntry", document("ServiceEntry", "networking.istio.io/v1", {})],
  ["a spec of null", false, "Sidecar", document("Sidecar", "networking.istio.io/v1", { spec: null })],
  ["any status", true, "Sidecar", document("Sidecar", "networking.istio.io/v1", { status: { any: [1] } })],
  ["an unknown field beside spec", false, "Sidecar", document("Sidecar", "networking.istio.io/v1", { data: {} })],
];

test("a document is taken by its group, version and outer fields", () => {
  for (const [what, verdict, kind, value] of documents) {
    const validate = compileKind(kind);
    assert.equal(validate(value), verdict, `${what}: ${JSON.stringify(validate.errors)}`);
  }
});

const destination = { destination: { host: "web" } };
const route = (fields: JsonObject): JsonObject => ({ http: [{ route: [destination], ...fields }] });
const virtualServices: readonly (readonly [what: string, verdict: boolean, spec: JsonObject])[] = [
  ["nothing", true, {}],
  ["a route", true, route({})],
  ["an unknown field deep inside", false, { http: [{ route: [{ destination: { host: "web", subsett: "v1" } }] }] }],
  ["a field in snake case", false, { http: [{ direct_response: { status: 200 } }] }],
  ["the one field that may be in snake case", true, route({ mirror_percent: 5 })],
  ["null where it means unset", true, route({ mirrorPercent: null })],
  ["null where it means nothing", false, route({ timeout: null })],
  ["an enum by number", false, route({ corsPolicy: { unmatchedPreflights: 1 } })],
  ["an enum in lower case", false, route({ corsPolicy: { unmatchedPreflights: "ignore" } })],
  ["a number in quotes", false, route({ match: [{ port: "80" }] })],
  ["a port beyond 32 bits", false, route({ match: [{ port: 4294967296 }] })],
  ["a weight at the end of its range", true, { http: [{ route: [{ ...destination, weight: 2147483647 }] }] }],
  ["a weight beyond its range", false, { http: [{ route: [{ ...destination, weight: 2147483648 }] }] }],
  ["a fraction for an integer", false, { http: [{ route: [{ ...destination, weight: 1.5 }] }] }],
  ["one way to match", true, route({ match: [{ uri: { exact: "/a" } }] })],
  ["two ways to match", false, route({ match: [{ uri: { exact: "/a", prefix: "/b" } }] })],
  ["an empty match", true, route({ match: [{ headers: { "x-team": {} } }] })],
  ["Base64", true, { http: [{ directResponse: { status: 200, body: { bytes: "AAEC/f7/" } } }] }],
  ["URL-safe Base64", false, { http: [{ directResponse: { status: 200, body: { bytes: "AAEC_f7_" } } }] }],
  ["Base64 without padding", false, { http: [{ directResponse: { status: 200, body: { bytes: "AA" } } }] }],
  ["a destination without host", false, { http: [{ route: [{ destination: {} }] }] }],
];

test("the content of a VirtualService is taken as its CRD takes it", () => {
  const validate = compileKind("VirtualService");
  for (const [what, verdict, spec] of virtualServices) {
    const value = document("VirtualService", "networking.istio.io/v1", { spec });
    assert.equal(validate(value), verdict, `${what}: ${JSON.stringify(validate.errors)}`);
  }
});
