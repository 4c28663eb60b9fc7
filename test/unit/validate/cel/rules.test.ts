import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type CelValue, createRuleCompiler, type Outcome } from "../../../../src/cel/index.js";
import { kinds } from "../../../../src/collections/kinds.js";
import type { JsonValue } from "../../../../src/model/index.js";
import { type PlacedRule, type RuleTree, ruleTree } from "../../../../src/validate/cel/placed-rules.js";
import type { JsonSchema } from "../../../../src/validate/schema/json-schema.js";
import { readSchema } from "../../../support/kind-schemas.js";

/** A rule's verdicts: "cannot say" is an error of evaluation, for which Kubernetes refuses the value too. */
interface Row {
  readonly holds: readonly JsonValue[];
  readonly broken: readonly JsonValue[];
  readonly cannotSay?: readonly JsonValue[];
}

const exclusive = (...fields: string[]): Row => {
  const pair = (a: string | undefined, b: string | undefined) => ({ [`${a}`]: {}, [`${b}`]: {} });
  return {
    holds: [{}, ...fields.map((field) => ({ [field]: {} })), { [`${fields[0]}`]: {}, [`${fields[1]}`]: null }],
    broken: [pair(fields[0], fields[1]), pair(fields[1], fields.at(-1))].filter((both) => Object.keys(both).length > 1),
  };
};

const port: Row = { holds: [1, 80, 65_535], broken: [0, -1, 65_536, 2 ** 53] };

const url: Row = {
  holds: ["oci://ghcr.io/a:v1", "https://a/b", "http://a", "file:///a", "ghcr.io/a/b:v1", "/a", "*", "", "http://a:b"],
  broken: ["ftp://a", "localhost:5000/x", "javascript:1", "a b"],
  cannotSay: ["//[", "oci://a?x#%zz"],
};

const rows: Readonly<Record<string, Row>> = {
  "(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1": exclusive(
    "selector",
    "targetRef",
    "targetRefs",
  ),
  'self.all(key, !key.contains("*"))': { holds: [{}, { a: "b" }], broken: [{ "a*": "" }, { a: "", "*": "" }] },
  "self.all(key, key.size() != 0)": { holds: [{}, { a: "" }], broken: [{ "": "a" }, { a: "", "": "" }] },
  '!self.contains("*")': { holds: ["", "a"], broken: ["*", "a*b"] },
  "(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) &&\n!has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true":
    {
      holds: [{}, { serviceAccounts: ["a"], ipBlocks: ["10.0.0.1"] }, { principals: ["a"], namespaces: ["b"] }],
      broken: [
        { serviceAccounts: ["a"], principals: ["b"] },
        { notServiceAccounts: ["a"], notPrincipals: ["b"] },
        { serviceAccounts: ["a"], namespaces: [] },
        { notServiceAccounts: [], notNamespaces: ["b"] },
      ],
    },
  "self.size() == 0": { holds: [""], broken: ["a", " "] },
  "duration(self) >= duration('1ms')": {
    holds: ["1ms", "5s", "1h30m", "1.5s", "1000us", "0.001s", "+1s"],
    broken: ["0s", "0", "999us", "999999ns", "-1s"],
    cannotSay: ["", "5", "1d", " 5s", "1e3s", "s", "9999999999h"],
  },
  "(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1": exclusive(
    "workloadSelector",
    "targetRefs",
  ),
  'has(self.context) ? ((self.context == "WAYPOINT") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)':
    {
      holds: [{}, { context: "ANY" }, { context: "WAYPOINT", waypoint: {} }],
      broken: [{ waypoint: {} }, { context: "WAYPOINT" }, { context: "GATEWAY", waypoint: {} }],
    },
  "0 < self && self <= 65535": port,
  "(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1": exclusive(
    "tlsCertificates",
    "credentialNames",
  ),
  "(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1": exclusive(
    "credentialName",
    "credentialNames",
  ),
  "(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1": exclusive(
    "credentialNames",
    "tlsCertificates",
  ),
  "has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true":
    {
      holds: [{}, { portLevelMtls: { "80": {} }, selector: { matchLabels: { app: "a" } } }],
      broken: [
        { portLevelMtls: { "80": {} } },
        { portLevelMtls: { "80": {} }, selector: {} },
        { portLevelMtls: { "80": {} }, selector: { matchLabels: {} } },
      ],
    },
  "self.all(key, 0 < int(key) && int(key) <= 65535)": {
    holds: [{}, { "1": {}, "65535": {} }, { "080": {} }],
    broken: [{ "0": {} }, { "80": {}, "65536": {} }, { "-1": {} }, { a: {}, "0": {} }],
    cannotSay: [{ a: {} }, { "": {} }, { "0x50": {} }, { " 80": {} }, { "9223372036854775808": {} }],
  },
  "(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1": exclusive(
    "jwksUri",
    "jwks_uri",
    "jwks",
  ),
  'url(self).getScheme() in ["http", "https"]': {
    holds: ["http://a", "HTTPS://a/b?c", "https:a"],
    broken: ["ftp://a", "/a", "localhost:80"],
    cannotSay: ["", "a", "http://a b", "https://a/%zz"],
  },
  "(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1": exclusive(
    "workloadSelector",
    "endpoints",
  ),
  '!((has(self.addresses) ? self.addresses : []).exists(k, k.contains("/")) && !((has(self.resolution) ? self.resolution : "NONE") in ["STATIC", "NONE"]))':
    {
      holds: [
        {},
        { addresses: ["10.0.0.0/8"] },
        { addresses: ["10.0.0.0/8"], resolution: "STATIC" },
        { addresses: ["10.0.0.1"], resolution: "DNS" },
      ],
      broken: [{ addresses: ["10.0.0.1", "10.0.0.0/8"], resolution: "DNS" }],
    },
  '((has(self.resolution) ? self.resolution : "NONE") == "NONE") ? !has(self.endpoints) : true': {
    holds: [{}, { resolution: "NONE" }, { resolution: "STATIC", endpoints: [] }],
    broken: [{ endpoints: [] }, { resolution: "NONE", endpoints: [] }],
  },
  '((has(self.resolution) ? self.resolution : "") == "DNS_ROUND_ROBIN") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true':
    {
      holds: [{}, { resolution: "DNS_ROUND_ROBIN", endpoints: [{}] }, { resolution: "DNS", endpoints: [{}, {}] }],
      broken: [{ resolution: "DNS_ROUND_ROBIN", endpoints: [{}, {}] }],
    },
  'self != "*"': { holds: ["", "*.a", "a"], broken: ["*"] },
  "self.all(l1, self.exists_one(l2, l1.number == l2.number))": {
    holds: [[], [{ number: 80 }], [{ number: 80 }, { number: 81 }]],
    broken: [
      [{ number: 80 }, { number: 80 }],
      [{ number: 1 }, { number: 2 }, { number: 1 }],
    ],
    cannotSay: [[{}]],
  },
  "has(self.address) || has(self.network)": {
    holds: [{ address: "" }, { network: "a" }],
    broken: [{}, { address: null }],
  },
  '(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true': {
    holds: [{}, { address: "unix:///a" }, { address: "10.0.0.1", ports: {} }],
    broken: [{ address: "unix:///a", ports: {} }],
  },
  'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true': {
    holds: ["", "10.0.0.1", "unix:///a", "unix://@a"],
    broken: ["unix://a", "unix://😀"],
    cannotSay: ["unix://"],
  },
  'self.startsWith("unix://") ? !self.endsWith("/") : true': {
    holds: ["a/", "unix:///a"],
    broken: ["unix:///a/", "unix://"],
  },
  'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))': {
    holds: [{}, { http: 1, "grpc-Web-1": 2 }, { ["a".repeat(62)]: 1 }, { constructor: 1 }],
    broken: [{ "": 1 }, { "a-": 1 }, { a_b: 1 }, { "a\n": 1 }, { ["a".repeat(63)]: 1 }, { http: 1, "-": 2 }],
  },
  '((has(self.operation) ? self.operation : "") == "UPSERT") ? (self.value != "") : true': {
    holds: [{}, { operation: "UPSERT", value: "a" }, { operation: "REMOVE" }],
    broken: [{ operation: "UPSERT", value: "" }],
    cannotSay: [{ operation: "UPSERT" }],
  },
  '((has(self.operation) ? self.operation : "") == "REMOVE") ? !has(self.value) : true': {
    holds: [{}, { operation: "REMOVE" }, { operation: "UPSERT", value: "a" }],
    broken: [{ operation: "REMOVE", value: "" }],
  },
  "(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1": exclusive("selector", "targetRefs"),
  "has(self.wasm) != has(self.lua)": { holds: [{ wasm: {} }, { lua: {} }], broken: [{}, { wasm: {}, lua: {} }] },
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "file", "oci"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "file", "oci"])':
    url,
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "oci", "file"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "oci", "file"])':
    url,
  '(has(self.valueFrom) ? self.valueFrom : "") != "HOST" || !has(self.value)': {
    holds: [{}, { valueFrom: "HOST" }, { value: "a" }, { valueFrom: "INLINE", value: "a" }],
    broken: [{ valueFrom: "HOST", value: "" }],
  },
  'self in ["", "HTTP", "HTTPS"]': { holds: ["", "HTTP", "HTTPS"], broken: ["http", "TCP"] },
};

const compile = createRuleCompiler();
/** The rules of the published schemas by their text, one place for each. */
const rules = new Map<string, PlacedRule>();
for (const { kind } of kinds) {
  const schema = readSchema(kind) as unknown as JsonSchema;
  for (const rule of rulesOf(ruleTree(schema, schema, compile))) rules.set(rule.expression, rule);
}

function* rulesOf(tree: RuleTree | undefined): Iterable<PlacedRule> {
  if (tree === undefined) return;
  yield* tree.rules;
  for (const below of [...tree.fields.map(([, field]) => field), tree.items, tree.values]) yield* rulesOf(below);
}

function verdict(rule: PlacedRule, value: JsonValue): string {
  const self: CelValue = rule.view(value);
  const outcome: Outcome = rule.holds(self);
  return "failure" in outcome ? "cannot say" : String(outcome.holds);
}

test("every CEL rule of the schemas has its verdicts here", () => {
  assert.deepEqual([...rules.keys()].sort(), Object.keys(rows).sort());
  assert.equal(rules.size, 36);
});

test("no rule compares with an earlier version of the resource: Git has none that counts", () => {
  for (const expression of rules.keys()) assert.doesNotMatch(expression, /oldSelf/);
});

describe("the verdict of the rule", () => {
  for (const [expression, { holds, broken, cannotSay = [] }] of Object.entries(rows)) {
    test(expression, () => {
      const rule = rules.get(expression);
      assert.ok(rule);
      for (const value of holds) assert.equal(verdict(rule, value), "true", JSON.stringify(value));
      for (const value of broken) assert.equal(verdict(rule, value), "false", JSON.stringify(value));
      for (const value of cannotSay) assert.equal(verdict(rule, value), "cannot say", JSON.stringify(value));
    });
  }
});
