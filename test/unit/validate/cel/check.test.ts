import assert from "node:assert/strict";
import { test } from "node:test";
import { createRuleCompiler } from "../../../../src/cel/index.js";
import type { JsonValue } from "../../../../src/model/index.js";
import { celCheck } from "../../../../src/validate/cel/cel-check.js";
import { celFieldName } from "../../../../src/validate/cel/field-name.js";
import { loadCompiledSchemas } from "../../../../src/validate/compiled.js";
import type { JsonSchema } from "../../../../src/validate/schema/json-schema.js";
import { createValidator } from "../../../../src/validate/validator.js";
import { resourceOf } from "../../../support/resource.js";

const validator = createValidator(await loadCompiledSchemas(), {});
const compile = createRuleCompiler();

/** The problems of a value under `spec`, by a schema made for the test. */
function problems(spec: JsonSchema, value: JsonValue, definitions: Readonly<Record<string, JsonSchema>> = {}) {
  const check = celCheck({ type: "object", properties: { spec }, definitions }, compile);
  return check(resourceOf("VirtualService", value)).map(({ row, path, target, message, remedy }) => {
    return { code: row.code, at: `${path.join("/")} ${target}`, message, remedy };
  });
}

function ruled(type: string, rule: string, more: JsonSchema = {}): JsonSchema {
  return { type, ...more, "x-kubernetes-validations": [{ rule, message: "Must hold." }] };
}

test("of fields that exclude each other, the finding stands at the later one and says which may go", () => {
  const spec = {
    selector: { matchLabels: { app: "a" } },
    action: "DENY",
    targetRefs: [{ kind: "Service", name: "b" }],
  };
  const resource = resourceOf("AuthorizationPolicy", spec);
  assert.deepEqual(
    validator.validate(resource).map(({ code, message, remedy }) => ({ code, message, remedy })),
    [
      {
        code: "GX214",
        message: "spec: at most one of selector, targetRef and targetRefs may be set",
        remedy: "remove selector or targetRefs",
      },
    ],
  );
  assert.deepEqual(resource.located, [{ path: ["spec", "targetRefs"], target: "key" }]);
});

test("a text that a rule cannot read is named, with what it should be", () => {
  const http = [
    { route: [{ destination: { host: "a" } }], timeout: "5", retries: { attempts: 1, perTryTimeout: "0s" } },
  ];
  const resource = resourceOf("VirtualService", { hosts: ["a"], http });
  const findings = validator.validate(resource).map(({ code, message }) => `${code} ${message}`);
  const wanted = "must be a duration of at least 1ms, such as 500ms, 1.5s or 1h30m; found the string";
  assert.deepEqual(findings.sort(), [
    `GX214 spec.http[0].retries.perTryTimeout: ${wanted} "0s"`,
    `GX215 spec.http[0].timeout: ${wanted} "5" (not a duration)`,
  ]);
});

test("a field that a rule misses is what the remedy says to add", () => {
  const spec = ruled("object", "has(self.a) && self.b != ''", { properties: { a: {}, b: {} } });
  assert.deepEqual(problems(spec, { a: 1 }), [
    { code: "GX215", at: "spec value", message: "spec: must hold (no such key: b)", remedy: "add b" },
  ]);
  assert.equal(problems(spec, {})[0]?.remedy, "set a or b so that the rule holds");
});

test("rules are asked wherever a value is there: below definitions, lists and maps, not for null", () => {
  const small = ruled("integer", "self < 10");
  const spec: JsonSchema = {
    type: "object",
    properties: {
      one: { $ref: "#/definitions/Small" },
      list: { type: "array", items: { type: "object", properties: { deep: { $ref: "#/definitions/Small" } } } },
      map: { type: "object", additionalProperties: { $ref: "#/definitions/Small" } },
    },
  };
  const value: JsonValue = {
    one: 10,
    list: [{}, { deep: 1 }, { deep: 11 }, null],
    map: { "a.b": 12, c: 9 },
    other: 99,
  };
  assert.deepEqual(
    problems(spec, value, { Small: small }).map(({ at, message }) => `${at}: ${message}`),
    [
      "spec/one value: spec.one: must hold; found the number 10",
      "spec/list/2/deep value: spec.list[2].deep: must hold; found the number 11",
      'spec/map/a.b value: spec.map["a.b"]: must hold; found the number 12',
    ],
  );
  assert.deepEqual(problems(spec, { one: null, list: null, map: { c: null } }, { Small: small }), []);
});

test("a field that is null is absent for the rule of its object", () => {
  const spec = ruled("object", "!has(self.a) || !has(self.b)", {
    properties: { a: {}, b: { type: ["object", "null"] } },
  });
  assert.deepEqual(problems(spec, { a: 1, b: null }), []);
  assert.equal(problems(spec, { a: 1, b: {} }).length, 1);
});

test("integers are integers, numbers are doubles, and int-or-string is either", () => {
  const list = (items: JsonSchema, rule: string) => ruled("array", rule, { items });
  assert.deepEqual(problems(list({ type: "integer" }, "self.all(n, n + 1 > 1)"), [1, 2 ** 53]), []);
  assert.deepEqual(problems(list({ type: "number" }, "self.all(n, n + 0.5 > 1.0)"), [1, 1.5]), []);
  assert.equal(problems(list({ type: "number" }, "self.all(n, n + 1 > 1)"), [1])[0]?.code, "GX215");
  const either: JsonSchema = { "x-kubernetes-int-or-string": true };
  assert.deepEqual(problems(list(either, "self.exists(n, n == 1) && self.exists(n, n == '50%')"), [1, "50%"]), []);
});

test("fields are read under the names that Kubernetes gives them in rules", () => {
  const names = ["namespace", "a.b", "a-b", "a/b", "a__b", "in", "jwks_uri", "plain"];
  assert.deepEqual(names.map(celFieldName), [
    "__namespace__",
    "a__dot__b",
    "a__dash__b",
    "a__slash__b",
    "a__underscores__b",
    "__in__",
    "jwks_uri",
    "plain",
  ]);
  const spec = ruled("object", "self.__namespace__ == self.a__dash__b", {
    properties: { namespace: { type: "string" }, "a-b": { type: "string" } },
  });
  assert.deepEqual(problems(spec, { namespace: "x", "a-b": "x" }), []);
  assert.equal(problems(spec, { namespace: "x", "a-b": "y" })[0]?.code, "GX214");
});

test("a rule that is no CEL refuses what it stands for rather than letting it pass", () => {
  const [problem] = problems(ruled("string", "self.unheardOf()"), "a");
  assert.equal(problem?.code, "GX215");
  assert.match(problem?.message ?? "", /no valid CEL: the function unheardOf is not supported/);
});

test("a schema that contains itself ends, and thousands of broken values are cut off", () => {
  const root = { $ref: "#/definitions/Node" };
  const node = ruled("object", "has(self.a)", { properties: { a: {}, child: root } });
  assert.equal(problems(root, { child: { a: 1 } }, { Node: node }).length, 1);
  const many = Array.from({ length: 10_000 }, () => 5);
  assert.ok(problems({ type: "array", items: ruled("integer", "self > 5") }, many).length < 200);
});

test("CEL is asked only where the form is right", () => {
  const findings = validator.validate(
    resourceOf("VirtualService", { hosts: ["a"], http: [{ timeout: "0s", unknown: 1 }] }),
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["GX202"],
  );
});
