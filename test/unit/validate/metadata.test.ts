import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue, KindName } from "../../../src/model/index.js";
import { loadValidator } from "../../../src/validate/index.js";
import { resourceOf } from "../../support/resource.js";

const validator = await loadValidator();

/** As in `GX302 labels/a b`: the code and the place below metadata. */
function found(metadata: JsonObject, kind: KindName = "PeerAuthentication", spec: JsonValue = {}): readonly string[] {
  const named = { name: "example", namespace: "shop", ...metadata };
  const { document } = resourceOf(kind, spec);
  const resource = resourceOf(kind, spec, { document: { ...document, metadata: named } });
  const findings = validator.validate(resource);
  // The places asked for are those of the findings, in their order.
  const places = resource.located.slice(0, findings.length);
  return findings.map(({ code }, index) => `${code} ${places[index]?.path.slice(1).join("/")}`);
}

const prefix253 = `${"a".repeat(125)}.${"b".repeat(127)}`;
const name63 = "n".repeat(63);

for (const key of ["a", "A_b.C-d", "7", "example.com/a", `${prefix253}/${name63}`]) {
  test(`${key.slice(0, 20)} is a label's and an annotation's key`, () => {
    assert.deepEqual(found({ labels: { [key]: "" }, annotations: { [key]: "" } }), []);
  });
}

for (const key of [
  "",
  "/a",
  "a/",
  "a/b/c",
  "-a",
  "a-",
  "a b",
  "é",
  `${name63}n`,
  `${prefix253}c/a`,
  "a..b/c",
  "a_b/c",
]) {
  test(`${JSON.stringify(key.slice(0, 20))} is neither`, () => {
    assert.deepEqual(found({ labels: { [key]: "" } }), [`GX302 labels/${key}`]);
    assert.deepEqual(found({ annotations: { [key]: "" } }), [`GX304 annotations/${key}`]);
  });
}

test("a label's prefix is in lower case, an annotation's in any", () => {
  assert.deepEqual(found({ labels: { "Example.com/a": "" } }), ["GX302 labels/Example.com/a"]);
  assert.deepEqual(found({ annotations: { "Example.com/a": "" } }), []);
});

test("a label's value is short and of few characters, an annotation's is anything", () => {
  for (const value of ["", "a", "A.b_c-d", "v".repeat(63)]) assert.deepEqual(found({ labels: { a: value } }), []);
  for (const value of ["a b", "-a", "a/b", "é", "v".repeat(64)])
    assert.deepEqual(found({ labels: { a: value }, annotations: { a: value } }), ["GX303 labels/a"]);
});

test("annotations take 256 KiB at most, in UTF-8, keys included", () => {
  const filled = (bytes: number) => ({ annotations: { key: "é".repeat((bytes - 4) / 2), b: "" } });
  assert.deepEqual(found(filled(256 * 1024)), []);
  assert.deepEqual(found(filled(256 * 1024 + 2)), ["GX305 annotations"]);
});

test("what is no text or no map is the schema's to say", () => {
  assert.deepEqual(found({ labels: { a: 1 }, annotations: { a: true } }), ["GX205 labels/a", "GX205 annotations/a"]);
  assert.deepEqual(found({ labels: null, annotations: null }), []);
  assert.deepEqual(found({ labels: [], finalizers: [1], ownerReferences: [1] }).length, 3);
});

test("finalizers are qualified names, of which two exclude each other", () => {
  assert.deepEqual(found({ finalizers: ["orphan", "example.com/a"] }), []);
  assert.deepEqual(found({ finalizers: ["a b", "A.b/c"] }), ["GX306 finalizers/0", "GX306 finalizers/1"]);
  assert.deepEqual(found({ finalizers: ["orphan", "foregroundDeletion"] }), ["GX306 finalizers"]);
});

test("owners have a version, are no Event, and one controls", () => {
  const owner = { apiVersion: "apps/v1", kind: "Deployment", name: "a", uid: "1" };
  assert.deepEqual(found({ ownerReferences: [owner, { ...owner, controller: true }] }), []);
  for (const apiVersion of ["apps/", "/", "a/b/c"])
    assert.deepEqual(found({ ownerReferences: [{ ...owner, apiVersion }] }), ["GX307 ownerReferences/0/apiVersion"]);
  assert.deepEqual(found({ ownerReferences: [{ ...owner, apiVersion: "v1", kind: "Event" }] }), [
    "GX307 ownerReferences/0",
  ]);
  const controlling = { ...owner, controller: true };
  assert.deepEqual(found({ ownerReferences: [controlling, controlling] }), ["GX307 ownerReferences/1/controller"]);
});

test("generateName is checked even where there is a name", () => {
  for (const generateName of ["a", "a-", "a.b-", null, ""]) assert.deepEqual(found({ generateName }), []);
  for (const generateName of ["A", "-", "a b", "é-"]) assert.deepEqual(found({ generateName }), ["GX201 generateName"]);
});

test("Istio's own marks are refused, its other internal annotations warned of", () => {
  for (const name of ["webhook-always-reject", "parents", "parent-namespace", "route-semantics", "gateway-semantics"])
    assert.deepEqual(found({ annotations: { [`internal.istio.io/${name}`]: "" } }), [
      `GX310 annotations/internal.istio.io/${name}`,
    ]);
  assert.deepEqual(found({ annotations: { "internal.istio.io/gateway-service": "a" } }), [
    "GX311 annotations/internal.istio.io/gateway-service",
  ]);
});

test("a dry run is for AuthorizationPolicy with ALLOW or DENY", () => {
  const annotations = { "istio.io/dry-run": "true" };
  const of = (spec: JsonObject) => found({ annotations }, "AuthorizationPolicy", spec);
  const rules = [{}];
  assert.deepEqual(of({ rules }), []);
  assert.deepEqual(of({ rules, action: "DENY" }), []);
  assert.deepEqual(of({ rules, action: "AUDIT" }), ["GX312 annotations/istio.io/dry-run"]);
  assert.deepEqual(of({ rules, action: "CUSTOM", provider: { name: "a" } }), ["GX312 annotations/istio.io/dry-run"]);
  assert.deepEqual(found({ annotations }), ["GX312 annotations/istio.io/dry-run"]);
});

test("a dry run is true or false as Go reads it", () => {
  const of = (value: string) => found({ annotations: { "istio.io/dry-run": value } }, "AuthorizationPolicy");
  for (const value of ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"])
    assert.deepEqual(of(value), [], value);
  for (const value of ["", "yes", "tRUE", "2", " true"])
    assert.deepEqual(of(value), ["GX313 annotations/istio.io/dry-run"], value);
});

test("a revision that may be a tag, or cannot be, is warned of", () => {
  const of = (value: string) => found({ labels: { "istio.io/rev": value } });
  for (const value of ["default", "1-30-0", "asm-1234"]) assert.deepEqual(of(value), []);
  for (const value of ["prod", "canary", "", "1.30.0", "V1", "a_1"])
    assert.deepEqual(of(value), ["GX314 labels/istio.io/rev"], value);
});
