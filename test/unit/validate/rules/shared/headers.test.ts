import assert from "node:assert/strict";
import { test } from "node:test";
import { headerName } from "../../../../../src/validate/rules/shared/header-names.js";
import { headerValue, headerValueFault } from "../../../../../src/validate/rules/shared/header-values.js";
import { codesAndPaths } from "../../../../support/problems.js";

for (const [alphabet, good, bad] of [
  ["http", ["x-a", "X_a", "!#$%&'*+-.^_`|~", "a,b"], ["", "a b", "a:b", ":path", "é", "a\n", "(a)"]],
  ["strict", ["x-a", "X_a"], ["", "a.b", "a~", "a\n"]],
  ["probe", ["x-a"], ["", "x_a", "a.b", "a\n"]],
] as const) {
  test(`${alphabet} header names have their characters`, () => {
    const found = (name: string) => codesAndPaths(headerName(name, ["spec", "name"], alphabet));
    for (const name of good) assert.deepEqual(found(name), [], name);
    for (const name of bad) assert.deepEqual(found(name), ["GX509 spec.name"], name);
  });
}

for (const value of [
  "",
  "plain\ttext é",
  "100%%",
  "%%%%",
  "%HOSTNAME%",
  "a %A% b %B% c",
  "%REQ(x-a?:path)%",
  "%A(  free text with [ and \\) in it)  %",
  '%A(["a"])%',
  '%A( [ "a" , "b\\"]" ] ) %',
  "%START_TIME(%Y-%m)%",
]) {
  test(`the header value ${JSON.stringify(value)} is good`, () => assert.equal(headerValueFault(value), undefined));
}

for (const [value, fault] of [
  ["a\nb", "has a control character"],
  ["\u007f", "has a control character"],
  ["%", "has a % that no other one closes"],
  ["abc%123", "has a % that no other one closes"],
  ["%START_TIME%%", "has a % that no other one closes"],
  ["%A(", "has a % that no other one closes"],
  ["%A()%", "has a % that no other one closes"],
  ["%A(b", "has a % that no other one closes"],
  ["%A(b\\", "has a % that no other one closes"],
  ["%A(b)", "has a % that no other one closes"],
  ["%A(b)c%", "has a variable that cannot be read: after ) comes %"],
  ["%A([b])%", 'has a variable that cannot be read: a list of strings goes on with "'],
  ['%A(["b" "c"])%', "has a variable that cannot be read: after a string comes , or ]"],
  ['%A(["b"]c)%', "has a variable that cannot be read: after the list comes )"],
  ["%A(b\\\u0001)%", "has a control character"],
] as const) {
  test(`the header value ${JSON.stringify(value)} is bad`, () => {
    assert.equal(headerValueFault(value), fault);
    assert.deepEqual(codesAndPaths(headerValue(value, ["spec", "set", "x"])), ["GX510 spec.set.x"]);
  });
}
