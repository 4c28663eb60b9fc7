import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue } from "../../../../src/model/index.js";
import { virtualServiceRules } from "../../../../src/validate/rules/VirtualService.js";
import { codesAndPaths } from "../../../support/problems.js";
import { resourceOf } from "../../../support/resource.js";

const route = [{ destination: { host: "web" } }];

/** Problems of routes by their matches, one list a route; none stands for a route without match. */
function found(kind: "http" | "tls" | "tcp", ...routes: readonly (readonly JsonObject[] | undefined)[]) {
  const list = routes.map((match): JsonObject => (match === undefined ? { route } : { match, route }));
  const spec: JsonObject = { hosts: ["web", "api"], gateways: ["edge"], [kind]: list };
  return codesAndPaths(virtualServiceRules(resourceOf("VirtualService", spec))).map((text) =>
    text.replace(`spec.${kind}`, "").replace(".match", ""),
  );
}

function prefix(text: string, more: JsonObject = {}): JsonObject {
  return { uri: { prefix: text }, ...more };
}

test("a route behind one that takes everything is unreachable, with or without a match", () => {
  assert.deepEqual(found("http", [prefix("/a")], undefined), []);
  assert.deepEqual(found("http", undefined, [prefix("/a")], [], undefined), [
    "IST0130 [1]",
    "IST0130 [2]",
    "IST0130 [3]",
  ]);
  assert.deepEqual(found("tcp", undefined, [{ port: 1 }]), ["IST0130 [1]"]);
});

test("a match that repeats an earlier one is unused, and so is a route with no other", () => {
  const a = prefix("/a");
  const b = prefix("/b");
  assert.deepEqual(found("http", [a], [a, b]), ["IST0131 [1][0]"]);
  assert.deepEqual(found("http", [a], [a]), ["IST0131 [1][0]", "IST0130 [1]"]);
  assert.deepEqual(found("http", [a, a]), ["IST0131 [0][1]"]);
  assert.deepEqual(found("tcp", [{ port: 1 }], [{ port: 1 }, { port: 2 }]), ["IST0131 [1][0]"]);
  const sniHosts = ["web"];
  assert.deepEqual(found("tls", [{ sniHosts }], [{ sniHosts }]), ["IST0131 [1][0]", "IST0130 [1]"]);
  assert.deepEqual(found("tls", [{ sniHosts }], [{ sniHosts: ["api"] }]), []);
});

const same: readonly (readonly [JsonObject, JsonObject])[] = [
  [
    { name: "a", port: 1 },
    { name: "b", port: 1 },
  ],
  [{ uri: {}, port: 0 }, { uri: {} }],
  [{ statPrefix: "s", ignoreUriCase: false }, { statPrefix: "s" }],
  [{ port: 1, gateways: [], headers: {}, sourceLabels: {} }, { port: 1 }],
  [
    { port: 1, headers: { a: { exact: "x" }, b: {} } },
    { headers: { b: {}, a: { exact: "x" } }, port: 1 },
  ],
];
const different: readonly (readonly [JsonObject, JsonObject])[] = [
  [{ uri: {} }, {}],
  [{ uri: { exact: "" } }, { uri: {} }],
  [{ headers: { a: { exact: "" } } }, { headers: { a: {} } }],
  [{ gateways: ["a", "b"] }, { gateways: ["b", "a"] }],
  [{ sourceLabels: { a: "" } }, {}],
];

test("matches are compared by what they mean: names, defaults and the order of maps do not count", () => {
  for (const [one, other] of same) assert.deepEqual(found("http", [one], [other, { port: 9 }]), ["IST0131 [1][0]"]);
  for (const [one, other] of different) assert.deepEqual(found("http", [one], [other, { port: 9 }]), []);
});

const get: JsonValue = { exact: "GET" };
const covered: readonly (readonly [earlier: JsonObject, later: JsonObject])[] = [
  [prefix("/"), prefix("/a")],
  [prefix("/a"), prefix("/ab")],
  [prefix("/", { port: 1 }), prefix("/a", { port: 1 })],
  [prefix("/"), prefix("/a", { method: get })],
  [prefix("/", { authority: { exact: "abc" } }), prefix("/a", { authority: { exact: "ab" } })],
  [prefix("/", { authority: { prefix: "a" } }), prefix("/a", { authority: { regex: "a" } })],
  [prefix("/", { headers: { a: { exact: "x" } } }), prefix("/a", { headers: { a: { exact: "x" } } })],
  [prefix("/", { queryParams: { a: { exact: "x" } } }), prefix("/a", { queryParams: { a: {} } })],
];
const notCovered: readonly (readonly [earlier: JsonObject, later: JsonObject])[] = [
  [prefix("/ab"), prefix("/a")],
  [prefix(""), prefix("/a")],
  [{ uri: { exact: "/" } }, prefix("/a")],
  [prefix("/"), { uri: { exact: "/a" } }],
  [prefix("/"), prefix("/a", { port: 1 })],
  [prefix("/"), prefix("/a", { method: { exact: "POST" } })],
  [prefix("/"), prefix("/a", { authority: { exact: "x" } })],
  [prefix("/"), prefix("/a", { headers: { a: {} } })],
  [prefix("/", { headers: { b: {} } }), prefix("/a", { headers: { a: {} } })],
  [prefix("/", { withoutHeaders: { a: {} } }), prefix("/a", { withoutHeaders: { a: { exact: "x" } } })],
];

test("a longer prefix behind a shorter one is unused where Istio's analysis sees no other difference", () => {
  for (const pair of covered) assert.deepEqual(found("http", pair), ["IST0131 [0][1]"], JSON.stringify(pair));
  for (const pair of notCovered) assert.deepEqual(found("http", pair), [], JSON.stringify(pair));
});

test("a table of a hundred thousand prefixes is gone through without comparing each with each", () => {
  const headers = { a: { exact: "x" } };
  const table = Array.from({ length: 100_000 }, (_, index) => prefix(`/${index}/`, { headers }));
  assert.deepEqual(found("http", [prefix("/"), ...table, prefix("/5/a", { headers })]), ["IST0131 [0][100001]"]);
});
