import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCel } from "../../../src/cel/index.js";

const good = [
  "response.code >= 400",
  "a ? b : c ? d : e",
  "a || b && !c == d in e",
  "a - -1 * --b / .5 % 1e3",
  "!-1",
  "-9223372036854775808",
  "18446744073709551615u == 0xFFFFFFFFFFFFFFFFU",
  "1.a",
  "x.`d-e/f g`",
  "[] + [,] + [1,] + [1, 2]",
  "{} == {,} || {a: 1, 'b': 2,}",
  "T{} == .a.b.T{,} || T{a: 1, `b-c`: 2,}",
  ".a.b(.c)",
  "a.if(b).as",
  "f() + f(a, b)",
  "has(a.b) || has((a.b)) || has(has(a.b)) || a.has(b) || .has(b) || has(a, b)",
  "a.all(x, x > 1) && a.exists(.x, x) && a.map(x, x, x) && a.filter(x, x) && a.exists_one(x, x) && a.map(1)",
  `'a\\'\\n\\x41\\u0041\\U0001f600\\101' + "'" + r'\\' + R"\\q" + b'\\377\\xff' + bR'\\u'`,
  `'''a'b\n''' + """""" + r'''\\'''`,
  "a // and\n\t\f&& b // more",
  "'é😀'",
];

for (const text of good) {
  test(`${text.slice(0, 110)} is CEL`, () => assert.deepEqual(parseCel(text), { ok: true }));
}

const bad: readonly (readonly [text: string, reason: RegExp])[] = [
  ["", /^it ends where a value should come$/],
  ["// nothing", /^it ends/],
  ["a b", /^"b" stands at character 3, where the end should come$/],
  ["a &&", /^it ends/],
  ["a & b", /^"&" at character 3 begins nothing/],
  ["a = b", /^"=" at character 3/],
  ["a ? b", /where : should come$/],
  ["a ? b ? c : d : e", /^"\?" stands/],
  ["!-a", /^"-" stands/],
  ["-!a", /^"!" stands/],
  ["f(a,)", /^"\)" stands/],
  ["f(,)", /^"," stands/],
  ["[,,]", /^"," stands/],
  ["[?a]", /^"\?" stands/],
  ["a.?b", /^"\?" stands/],
  ["a[?b]", /^"\?" stands/],
  ["{a}", /where : should come$/],
  ["T{1: 2}", /where a name should come$/],
  ["(a).T{}", /^"\{" stands/],
  ["a.in", /where a name should come$/],
  ["a.1", /^"\.1" stands/],
  ["`a`", /^"`a`" stands/],
  ["a.`b`()", /^"\(" stands/],
  ["if", /^if at character 1 is a reserved word$/],
  ["has(a)", /^has\(\) takes a field/],
  ["a.all(1, b)", /^all\(\) takes the name of a variable first/],
  ["a.map(__result__, b)", /^map\(\) takes/],
  ["9223372036854775808", /^the number at character 1 is too large$/],
  ["--9223372036854775808", /is too large$/],
  ["18446744073709551616u", /is too large$/],
  ["1e400", /is too large$/],
  ["0X1", /^"X1" stands/],
  ["'a", /^"'" at character 1 begins nothing/],
  ["'a\nb'", /begins nothing/],
  ["'\\q'", /begins nothing/],
  ["'\\400'", /begins nothing/],
  ["'\\ud800'", /is no character$/],
  ["'\\U00110000'", /is no character$/],
  ["b'\\u0041'", /is no character$/],
  ["a\u00a0b", /at character 2 begins nothing/],
];

for (const [text, reason] of bad) {
  test(`${JSON.stringify(text)} is not CEL`, () => {
    const parsed = parseCel(text);
    assert.match(parsed.ok ? "it is" : parsed.reason, reason);
  });
}

const repeat = (text: string, change: (text: string) => string, times: number): string => {
  let whole = text;
  for (let count = 0; count < times; count += 1) whole = change(whole);
  return whole;
};

test("depth and length end where they end in cel-go", () => {
  const limits: readonly (readonly [change: (text: string) => string, times: number])[] = [
    [(text) => `(${text})`, 249],
    [(text) => `${text} + a`, 250],
    [(text) => `a + (${text})`, 124],
    [(text) => `a == (${text})`, 124],
    [(text) => `${text}.b`, 250],
    [(text) => `a[${text}]`, 249],
    [(text) => `a ? a : ${text}`, 249],
    [(text) => `(${text} + a == b ? c : d)`, 83],
    [(text) => `a.b.c[${text}]`, 248],
  ];
  for (const [change, times] of limits) {
    assert.equal(parseCel(repeat("a", change, times)).ok, true, change("a"));
    assert.equal(parseCel(repeat("a", change, times + 1)).ok, false, change("a"));
  }
  assert.equal(parseCel(repeat("a", (text) => `${text} || a && a`, 5_000)).ok, true);
  assert.equal(parseCel(`'${"😀".repeat(99_998)}'`).ok, true);
  assert.equal(parseCel(`'${"😀".repeat(99_999)}'`).ok, false);
  assert.equal(parseCel("(".repeat(100_000)).ok, false);
  assert.equal(parseCel("-".repeat(100_000)).ok, false);
});
