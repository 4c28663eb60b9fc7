import assert from "node:assert/strict";
import { test } from "node:test";
import { type CelValue, createRuleCompiler, type Outcome, type Reads, type SelfType } from "../../../src/cel/index.js";

const compile = createRuleCompiler();

function ask(expression: string, type: SelfType, self: CelValue): Outcome {
  return compile(expression, type).holds(self);
}

function failure(outcome: Outcome): string {
  return "failure" in outcome ? outcome.failure : "";
}

const object = (fields: Record<string, CelValue>) => new Map(Object.entries(fields));

test("a text is matched by RE2, which never backtracks", () => {
  const text = `${"a".repeat(30_000)}!`;
  assert.deepEqual(ask('self.matches("^(a+)+$")', "string", text), { holds: false });
  assert.deepEqual(ask('self.matches("^(?i)A+!$")', "string", text), { holds: true });
  assert.match(failure(ask('self.matches("(?=a)")', "string", "a")), /not a regular expression: .*Perl/);
});

test("texts are counted and cut in characters, not in UTF-16 units", () => {
  assert.deepEqual(ask("self.size() == 2 && size(self) == 2", "string", "😀é"), { holds: true });
  assert.deepEqual(ask('self.substring(1, 2) == "é" && self.substring(1) == "é"', "string", "😀é"), { holds: true });
  assert.match(failure(ask('self.substring(0, 3) == ""', "string", "😀é")), /shorter/);
});

test("durations and integers are read as strictly as Go reads them", () => {
  for (const text of ["1..5s", "s", "5", "1d"]) {
    assert.equal(failure(ask("duration(self) > duration('0s')", "string", text)), "not a duration");
  }
  for (const text of ["", " 1", "0x10", "0b1", "1e3", "1_0", "1.0", "１", "9223372036854775808"]) {
    assert.equal(failure(ask("int(self) > 0", "string", text)), "not an integer");
  }
  assert.deepEqual(ask("int(self) == 80", "string", "+080"), { holds: true });
  assert.deepEqual(ask("int(self) == -9223372036854775808", "string", "-9223372036854775808"), { holds: true });
  assert.deepEqual(ask("int(self) == 80", "int", 80n), { holds: true });
});

test("keys that every JavaScript object inherits are keys like others", () => {
  const map = new Map([
    ["constructor", "a"],
    ["__proto__", "b"],
  ]);
  assert.deepEqual(ask("self.all(key, key.size() > 8) && self.size() == 2", "map<string, dyn>", map), { holds: true });
  assert.deepEqual(ask("has(self.toString)", "map<string, dyn>", new Map()), { holds: false });
});

test("an error in one operand does not count where the other decides", () => {
  const rule = "has(self.a) && self.b > 1 || has(self.c)";
  assert.deepEqual(ask(rule, "map<string, dyn>", object({ a: true, c: true })), { holds: true });
  assert.match(failure(ask(rule, "map<string, dyn>", object({ a: true }))), /no such key: b/);
});

test("a rule that is no CEL, or that calls what is not known, fails and says so", () => {
  assert.match(failure(ask("self.", "dyn", 1n)), /no valid CEL: expected/);
  assert.match(failure(ask("other > 1", "dyn", 1n)), /unknown variable: other/);
  assert.match(failure(ask("self == oldSelf", "int", 1n)), /unknown variable: oldSelf/);
  assert.match(failure(ask('self.indexOf("a") == 0', "string", "a")), /the function indexOf is not supported/);
  assert.match(failure(ask("self + 1", "int", 1n)), /neither true nor false/);
  assert.match(failure(ask("self > 1", "string", "a")), /no such overload/);
});

test("loops inside loops are bounded by the entries that they meet", () => {
  const rule = "self.all(a, self.exists_one(b, a == b))";
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => BigInt(index));
  assert.deepEqual(ask(rule, "list", numbers(256)), { holds: true });
  assert.deepEqual(ask(rule, "list", [...numbers(256), 1n]), { holds: false });
  assert.match(failure(ask(rule, "list", numbers(1_001))), /1001 entries/);
  assert.deepEqual(ask("self.all(a, a >= 0)", "list", numbers(5_000)), { holds: true });
});

test("a rule tells what it reads", () => {
  const reads = (expression: string) => compile(expression, "map<string, dyn>").reads;
  assert.deepEqual(
    reads("has(self.a) && !has(self.b.c)"),
    new Map<string, Reads>([
      ["a", "presence"],
      ["b", new Map([["c", "presence"]])],
    ]),
  );
  assert.deepEqual(reads("(has(self.a) ? self.a : 0) == 0"), new Map([["a", "everything"]]));
  assert.deepEqual(reads("has(self.a.b) && self.a.size() > 0"), new Map([["a", "everything"]]));
  assert.equal(reads("has(self.a) && self.all(key, key != '')"), "everything");
  assert.equal(reads("[self][0].a == 1"), "everything");
  assert.equal(reads("self['a'] == 1"), "everything");
});

test("each text is compiled once", () => {
  assert.equal(compile("self > 1", "int"), compile("self > 1", "int"));
  assert.notEqual(compile("self > 1", "int"), compile("self > 1", "double"));
});
