import assert from "node:assert/strict";
import { test } from "node:test";
import { labels } from "../../../../../src/validate/rules/shared/labels.js";
import { workloadSelector } from "../../../../../src/validate/rules/shared/selectors.js";
import { attachment } from "../../../../../src/validate/rules/shared/target-refs.js";
import { codesAndPaths } from "../../../../support/problems.js";

test("labels have Kubernetes' syntax, values of any length", () => {
  const prefix = `${"a".repeat(125)}.${"b".repeat(127)}`;
  assert.deepEqual(
    codesAndPaths(
      labels({ a: "", "a.b/C_d-e.f": "V1.0_x", "A.b/c": "x", 7: "7", [`${prefix}/a`]: "v".repeat(100) }, ["spec"]),
    ),
    [],
  );
  for (const key of [
    "",
    "a/",
    "/a",
    "a/b/c",
    "-a",
    "a-",
    "a b",
    "a..b/c",
    "a_b/c",
    "é",
    "a".repeat(64),
    `${prefix}c/a`,
  ]) {
    const found = [...labels({ [key]: "x" }, ["spec"])].map(({ row, path, target }) => [row.code, target, path]);
    assert.deepEqual(found, [["GX501", "key", ["spec", key]]]);
  }
  for (const value of ["a b", "-a", "a-", "a/b", "é", "."])
    assert.deepEqual(codesAndPaths(labels({ app: value }, ["spec"])), ["GX501 spec.app"]);
});

test("a selector without labels is warned of, and wildcards are refused", () => {
  const of = (selector: object | undefined) =>
    codesAndPaths(workloadSelector(selector, ["spec", "selector"], "matchLabels"));
  assert.deepEqual(of(undefined), []);
  assert.deepEqual(of({ matchLabels: { app: "a" } }), []);
  assert.deepEqual(of({}), ["GX504 spec.selector"]);
  assert.deepEqual(of({ matchLabels: {} }), ["GX504 spec.selector"]);
  assert.deepEqual(of({ labels: { app: "a" } }), ["GX504 spec.selector"]);
  assert.deepEqual(of({ matchLabels: { "": "a" } }), ['GX503 key spec.selector.matchLabels[""]']);
  assert.deepEqual(of({ matchLabels: { "a*": "a" } }), ['GX503 key spec.selector.matchLabels["a*"]']);
  assert.deepEqual(of({ matchLabels: { app: "a*" } }), ["GX503 spec.selector.matchLabels.app"]);
});

test("a policy refers to kinds that policies attach to, in its own namespace", () => {
  const gateway = { group: "gateway.networking.k8s.io", name: "a" };
  const of = (targetRef: object) => codesAndPaths(attachment({ targetRef, targetRefs: [targetRef] }, ["spec"]));
  for (const good of [
    { kind: "Service", name: "a" },
    { group: "core", kind: "Service", name: "a" },
    { group: "networking.istio.io", kind: "ServiceEntry", name: "a", namespace: "" },
    { ...gateway, kind: "Gateway" },
    { ...gateway, kind: "GatewayClass" },
  ])
    assert.deepEqual(of(good), []);
  for (const bad of [{ kind: "service" }, { kind: "Gateway" }, { group: "apps", kind: "Service" }, {}])
    assert.deepEqual(of({ name: "a", ...bad }), ["GX505 spec.targetRef.kind", "GX505 spec.targetRefs[0].kind"]);
  assert.deepEqual(of({ kind: "Service" }), ["GX505 spec.targetRef.name", "GX505 spec.targetRefs[0].name"]);
  assert.deepEqual(of({ kind: "Service", name: "a", namespace: "b" }), [
    "GX505 spec.targetRef.namespace",
    "GX505 spec.targetRefs[0].namespace",
  ]);
});
