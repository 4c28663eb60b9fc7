import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createProgramCompiler,
  dyn,
  isProgram,
  type Program,
  type ProgramProblem,
  type ProgramScope,
  programType,
  type Value,
} from "../../../src/cel/program/index.js";

// What expressions say is held against Kubernetes' own code in test/istiod/policies.test.ts.

const compile = createProgramCompiler();
const scope: ProgramScope = { variables: new Map([["object", dyn]]), refuse: () => undefined };

function program(expression: string): Program {
  const result = compile(expression, scope);
  assert.ok(isProgram(result), isProgram(result) ? "" : `${expression}: ${result.reason}`);
  return result;
}

function problem(expression: string, within: ProgramScope = scope): ProgramProblem {
  const result = compile(expression, within);
  assert.ok(!isProgram(result), `${expression} compiles`);
  return result;
}

const evaluate = (expression: string, object: Value = null) =>
  program(expression).evaluate(new Map([["object", object]]), { left: 10_000_000 });

const values: readonly (readonly [expression: string, type: string, value: Value])[] = [
  ["1 + 2 * 3", "int", 7n],
  ["-9223372036854775808", "int", -(2n ** 63n)],
  ["object == null ? 'none' : 'some'", "string", "none"],
  ["object == null ? object : 'some'", "dyn", null],
  ["[1, 2].map(x, string(x))", "list(string)", ["1", "2"]],
  ["{'a': [1]}", "map(string, list(int))", new Map([["a", [1n]]])],
  ["1 / 0 == 1 || true", "bool", true],
  ["dyn(1) == dyn('1')", "bool", false],
  ["has({'a': null}.a)", "bool", true],
  ["{'a': 1}.?b.orValue(2)", "int", 2n],
  ["duration('1h') > duration('59m')", "bool", true],
  ["'%s: %d'.format(['a', 1])", "string", "a: 1"],
  ["type(object)", "type", null],
];

for (const [expression, type, value] of values) {
  test(`${expression} is a ${type}`, () => {
    assert.equal(programType(program(expression)), type);
    const result = evaluate(expression);
    assert.ok(result.ok);
    if (type !== "type") assert.deepEqual(result.value, value);
  });
}

test("mistakes are placed at their character, and what only is not supported is told from them", () => {
  const found = [
    "object.a &&",
    "true && foo(1)",
    "'a'.matches('(')",
    "[1, 'a']",
    "1 + 'a'",
    "x",
    "isIP('a')",
    "1u == 1u",
  ].map((expression) => {
    const { offset, unsupported } = problem(expression);
    return [expression, offset, unsupported];
  });
  assert.deepEqual(found, [
    ["object.a &&", 11, false],
    ["true && foo(1)", 8, false],
    ["'a'.matches('(')", 12, false],
    ["[1, 'a']", 4, false],
    ["1 + 'a'", 0, false],
    ["x", 0, false],
    ["isIP('a')", 0, true],
    ["1u == 1u", 0, true],
  ]);
});

test("names that cannot be known are refused wherever they stand", () => {
  const refuse = (path: readonly string[]) => (path.join(".").startsWith("object.secret") ? "no secrets" : undefined);
  for (const expression of [
    "object.secret",
    "object.secret.deeper == 1",
    "has(object.secret)",
    "object.?secret.hasValue()",
    "[1].all(x, object.secret == x)",
    "{'a': object.secret}",
    "true ? 1 : object.secret",
    "size(object.secret) == 0",
    "object.list[object.secret]",
  ]) {
    assert.deepEqual([problem(expression, { ...scope, refuse }).reason], ["no secrets"], expression);
  }
});

test("an expression that costs too much ends, and no operator makes up for it", () => {
  const list = Array.from({ length: 2_000 }, (_, index) => BigInt(index));
  for (const expression of [
    "object.all(x, object.all(y, x + y >= 0))",
    "object.all(x, object.all(y, x + y >= 0)) || true",
    "object.exists(x, object.exists(y, x + y < 0))",
    "object.map(x, object.map(y, object)).size() > 0",
  ]) {
    const result = evaluate(expression, list);
    assert.ok(!result.ok && /takes too long/.test(result.reason), expression);
  }
});

test("texts that double in each step end, too", () => {
  const doubled = Array.from({ length: 40 }, () => "x").reduce((text) => `[${text}].map(x, x + x)[0]`, "object");
  const result = evaluate(doubled, "0123456789");
  assert.ok(!result.ok && /takes too long/.test(result.reason));
});

test("a pattern that makes other engines hang is matched in linear time", () => {
  const result = evaluate("object.matches('^(a+)+$')", `${"a".repeat(5_000)}b`);
  assert.deepEqual(result, { ok: true, value: false });
});

test("a long text under a long pattern is a matter of cost", () => {
  const result = evaluate(`object.matches('${"(a?){200}".repeat(20)}')`, "a".repeat(1_000_000));
  assert.ok(!result.ok && /takes too long/.test(result.reason));
});

test("a short pattern that says much is a matter of cost, and so are patterns that are not literal", () => {
  for (const [expression, object] of [
    ["object.matches('(a?){1000}b')", "a".repeat(100_000)],
    ["object.all(p, !'a'.matches(p))", Array.from({ length: 600 }, (_, index) => `(x{1000})${index}${"y".repeat(20)}`)],
  ] as const) {
    const result = evaluate(expression, object);
    assert.ok(!result.ok && /takes too long/.test(result.reason), expression);
  }
});

test("formats inside of formats do not double the work of checking", () => {
  const nested = Array.from({ length: 60 }).reduce<string>((inner) => `'%d'.format([size(${inner})])`, "'a'");
  assert.equal(programType(program(nested)), "string");
});

test("an expression that is too long or too deep is refused", () => {
  assert.match(problem(`'${"a".repeat(100_001)}' == ''`).reason, /more than 100000 characters/);
  assert.match(problem(`${"(".repeat(1_000)}1${")".repeat(1_000)}`).reason, /deep/);
});

test("costs add up over expressions", () => {
  const costs = { left: 1_000 };
  const first = program("object.all(x, x >= 0)");
  const object = new Map<Value, Value>([["object", Array.from({ length: 150 }, (_, index) => BigInt(index))]]);
  assert.equal(first.evaluate(object, costs).ok, true);
  assert.ok(costs.left < 1_000);
  assert.equal(first.evaluate(object, costs).ok, false);
});
