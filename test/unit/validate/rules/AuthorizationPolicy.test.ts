import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

const problemsOf = (spec: JsonObject) => ruleProblems("AuthorizationPolicy", spec);
const anyRequest = [{}];
const provider = { name: "ext-authz" };

const table: readonly [name: string, spec: JsonObject, problems: readonly string[]][] = [
  ["nothing at all", {}, []],
  ["an ALLOW policy without rules", { action: "ALLOW", rules: [] }, []],
  ["a DENY policy of every request", { action: "DENY", rules: anyRequest }, []],
  ["a DENY policy without rules", { action: "DENY" }, ["GX521 spec"]],
  ["a DENY policy with an empty list", { action: "DENY", rules: [] }, ["GX521 spec.rules"]],
  ["a CUSTOM policy without rules", { action: "CUSTOM", provider }, ["GX521 spec"]],
  ["a CUSTOM policy with a provider", { action: "CUSTOM", provider, rules: anyRequest }, []],
  ["a CUSTOM policy without provider", { action: "CUSTOM", rules: anyRequest }, ["GX520 spec"]],
  ["a provider without name", { action: "CUSTOM", provider: {}, rules: anyRequest }, ["GX520 spec.provider"]],
  ["a provider with another action", { provider, rules: anyRequest }, ["GX520 spec.provider"]],
  ["a selector of everything", { selector: {} }, ["GX504 spec.selector"]],
  ["a target of another kind", { targetRef: { kind: "Pod", name: "a" } }, ["GX505 spec.targetRef.kind"]],
];

for (const [name, spec, problems] of table) {
  test(`${name}: ${problems.join(", ") || "good"}`, () => assert.deepEqual(problemsOf(spec), problems));
}

test("a CUSTOM policy cannot ask for identities or the token", () => {
  const lists = ["principals", "requestPrincipals", "namespaces", "trustDomains"];
  const negated = lists.map((name) => `not${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const source = Object.fromEntries([...lists, ...negated].map((field) => [field, ["a"]]));
  const rules = (clause: JsonObject) => ({ action: "CUSTOM", provider, rules: [clause] });
  assert.equal(problemsOf(rules({ from: [{ source }] })).length, 8);
  assert.deepEqual(problemsOf(rules({ from: [{ source: { serviceAccounts: ["a"], notServiceAccounts: ["b"] } }] })), [
    "GX522 spec.rules[0].from[0].source.serviceAccounts",
    "GX522 spec.rules[0].from[0].source.notServiceAccounts",
  ]);
  assert.deepEqual(problemsOf(rules({ from: [{ source: { remoteIpBlocks: ["1.2.3.4"] } }] })), []);
  const keys = [
    "source.namespace",
    "source.serviceAccount",
    "source.trustDomain",
    "source.principal",
    "request.auth.claims[a]",
  ];
  for (const key of keys)
    assert.deepEqual(problemsOf(rules({ when: [{ key, values: ["a"] }] })), ["GX522 spec.rules[0].when[0].key"]);
  assert.deepEqual(problemsOf(rules({ when: [{ key: "request.headers[a]", values: ["a"] }] })), []);
});

const from = (source: JsonObject) =>
  problemsOf({ rules: [{ from: [{ source }] }] }).map((line) => line.replace("spec.rules[0].from[0].", ""));
const to = (operation: JsonObject) =>
  problemsOf({ rules: [{ to: [{ operation }] }] }).map((line) => line.replace("spec.rules[0].to[0].", ""));

test("sources and operations ask for something", () => {
  assert.deepEqual(from({}), ["GX523 source"]);
  assert.deepEqual(from({ principals: [] }), ["GX523 source"]);
  assert.deepEqual(to({}), ["GX523 operation"]);
  assert.deepEqual(problemsOf({ rules: [{ from: [{}], to: [{}] }] }), [
    "GX523 spec.rules[0].from[0]",
    "GX523 spec.rules[0].to[0]",
  ]);
  assert.deepEqual(problemsOf({ rules: [{ from: [], to: [], when: [] }] }), []);
});

test("texts are not empty, addresses are addresses and ports are ports", () => {
  for (const field of ["principals", "notPrincipals", "requestPrincipals", "notRequestPrincipals"])
    assert.deepEqual(from({ [field]: ["a", ""] }), [`GX514 source.${field}[1]`]);
  for (const field of ["namespaces", "notNamespaces"])
    assert.deepEqual(from({ [field]: ["", "a*"] }), [`GX514 source.${field}[0]`]);
  for (const field of ["ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks"])
    assert.deepEqual(from({ [field]: ["10.0.0.1", "10.0.0.0/8", "::1", "10.0.0"] }), [`GX511 source.${field}[3]`]);
  for (const field of ["hosts", "notHosts", "methods", "notMethods"])
    assert.deepEqual(to({ [field]: ["", "a"] }), [`GX514 operation.${field}[0]`]);
  for (const field of ["ports", "notPorts"])
    assert.deepEqual(to({ [field]: ["0", "80", "065535", "65536", "", "-1", "http"] }), [
      `GX506 operation.${field}[3]`,
      `GX506 operation.${field}[4]`,
      `GX506 operation.${field}[5]`,
      `GX506 operation.${field}[6]`,
    ]);
});

test("service accounts are names with or without namespace", () => {
  for (const field of ["serviceAccounts", "notServiceAccounts"]) {
    assert.deepEqual(from({ [field]: ["a", "ns/a", "x".repeat(320)] }), []);
    for (const bad of ["", "*", "a*", "ns/", "/a", "a/b/c", "é".repeat(161)])
      assert.deepEqual(from({ [field]: ["a", bad] }), [`GX524 source.${field}[1]`]);
  }
  const many = { key: "source.serviceAccount", values: Array.from({ length: 17 }, (_, index) => `a${index}`) };
  assert.deepEqual(problemsOf({ rules: [{ when: [many] }] }), ["GX524 spec.rules[0].when[0].values"]);
});

test("trust domains have one wildcard at an end, and no slash", () => {
  for (const field of ["trustDomains", "notTrustDomains"]) {
    assert.deepEqual(from({ [field]: ["cluster.local", "*", "*.local", "cluster.*"] }), []);
    for (const bad of ["a*b", "*a*", "**", "a/b"])
      assert.deepEqual(from({ [field]: [bad] }), [`GX524 source.${field}[0]`]);
    assert.deepEqual(from({ [field]: [""] }), [`GX514 source.${field}[0]`]);
  }
});

test("braces in paths are templates of whole segments", () => {
  const good = ["/a", "/a*", "*", "/{*}", "{**}/", "/a/{*}/b/{**}", "/{**}/b", "/{*}/a-._~%!$&'()+,;:@=", "//a b//"];
  const bad = ["{", "/a}", "/{a}", "/a{*}", "/{***}", "/{**}/{*}", "/{**}/{**}", "/{*}//a", "/{*}/a*", "/{*}/a b"];
  for (const field of ["paths", "notPaths"]) {
    assert.deepEqual(to({ [field]: good }), []);
    for (const path of bad) assert.deepEqual(to({ [field]: [path] }), [`GX526 operation.${field}[0]`], path);
  }
});

const when = (key: string, values: readonly string[] = ["a"], field = "values") =>
  problemsOf({ rules: [{ when: [{ key, [field]: values }] }] }).map((line) =>
    line.replace("spec.rules[0].when[0]", "when"),
  );

test("conditions are about attributes that Istio knows", () => {
  for (const key of [
    "request.headers[a]",
    "request.auth.claims[a][b]",
    "experimental.envoy.filters.a[b]",
    "source.namespace",
    "source.principal",
    "request.auth.principal",
    "request.auth.audiences",
    "request.auth.presenter",
    "connection.sni",
  ]) {
    assert.deepEqual(when(key), [], key);
    assert.deepEqual(when(key, ["a", ""], "notValues"), ["GX514 when.notValues[1]"], key);
  }
  for (const key of [
    "",
    "request.headers",
    "request.headers[]",
    "request.headers[a]b",
    "request.auth.claims",
    "experimental.envoy.filters.a",
    "destination.namespace",
    "destination.labels[a]",
    "destination.name",
    "destination.user",
    "toString",
    "request.path",
  ])
    assert.deepEqual(when(key), ["GX525 when.key"], key);
});

test("a condition's values are of its attribute's form, and there are some", () => {
  assert.deepEqual(when("source.ip", []), ["GX523 when"]);
  for (const key of ["source.ip", "remote.ip", "destination.ip"]) {
    assert.deepEqual(when(key, ["10.0.0.0/8", "::1"]), []);
    assert.deepEqual(when(key, ["10.0.0"], "notValues"), ["GX511 when.notValues[0]"]);
  }
  assert.deepEqual(when("destination.port", ["80", "http"]), ["GX506 when.values[1]"]);
  assert.deepEqual(when("source.serviceAccount", ["a/b", "a*"]), ["GX524 when.values[1]"]);
  assert.deepEqual(when("source.trustDomain", ["a/b", "*a", "a*b"]), ["GX524 when.values[2]"]);
});

const denied = (rule: JsonObject) => problemsOf({ action: "DENY", rules: [{}, rule] });

test("a DENY rule by HTTP attributes alone is warned of", () => {
  const warning = ["GX527 spec.rules[1]"];
  const token = { source: { requestPrincipals: ["a"] } };
  const client = { source: { ipBlocks: ["10.0.0.1"] } };
  const paths = { operation: { paths: ["/a"] } };
  const port = { operation: { ports: ["80"] } };
  assert.deepEqual(denied({ from: [token] }), warning);
  assert.deepEqual(denied({ from: [token, client] }), []);
  assert.deepEqual(denied({ from: [{ source: { trustDomains: ["a"] } }] }), warning);
  assert.deepEqual(denied({ to: [paths] }), warning);
  assert.deepEqual(denied({ to: [paths, { operation: { notPorts: ["80"] } }] }), []);
  assert.deepEqual(denied({ from: [client], to: [paths] }), warning);
  assert.deepEqual(denied({ from: [token], to: [port] }), []);
  assert.deepEqual(denied({ when: [{ key: "request.headers[a]", values: ["b"] }] }), []);
  assert.deepEqual(problemsOf({ rules: [{ to: [paths] }] }), []);
});
