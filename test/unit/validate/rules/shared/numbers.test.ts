import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonPath } from "../../../../../src/model/index.js";
import type { Problem } from "../../../../../src/validate/problem.js";
import { anyDuration, duration } from "../../../../../src/validate/rules/shared/durations.js";
import { fractionalPercent, percent } from "../../../../../src/validate/rules/shared/percent.js";
import { labelName, port } from "../../../../../src/validate/rules/shared/ports.js";
import { isHttp, isTcp, isTls, parseProtocol, protocol } from "../../../../../src/validate/rules/shared/protocols.js";
import { noneEmpty, notEmpty } from "../../../../../src/validate/rules/shared/texts.js";
import { codesAndPaths } from "../../../../support/problems.js";

function table<Value>(
  rule: (value: Value, path: JsonPath) => Iterable<Problem>,
  code: string,
  good: readonly Value[],
  bad: readonly Value[],
): void {
  test(`${rule.name} takes ${good.join(", ")} and refuses ${bad.join(", ")}`, () => {
    for (const value of good) assert.deepEqual(codesAndPaths(rule(value, ["spec", "a"])), [], String(value));
    for (const value of bad)
      assert.deepEqual(codesAndPaths(rule(value, ["spec", "a"])), [`${code} spec.a`], String(value));
  });
}

table(port, "GX506", [1, 65_535], [0, 65_536, -1, undefined, null]);
table(labelName, "GX515", ["http", "HTTP-1", "7", "a".repeat(63)], ["", "a.b", "-a", "a_b", "a".repeat(64)]);
table(percent, "GX512", [0, 100, undefined, null], [-1, 101]);
table(fractionalPercent, "GX512", [0, 0.0001, 100, undefined], [0.00009, -0.1, 100.1]);
table(
  duration,
  "GX508",
  ["1ms", "1.5s", "1h", undefined, null],
  ["", "1", "1d", "0s", "-1s", "999us", "1500us", "1ms1ns"],
);
table(anyDuration, "GX508", ["0s", "-1s", "1us", "1h", undefined, null], ["", "1", "1d", "s"]);
table(protocol, "GX507", ["TCP", "gRPC-web", "HTTP_PROXY", "MySQL"], ["", "HBONE", "http3", "http-proxy", undefined]);
table(notEmpty, "GX514", ["a", " "], ["", undefined]);

test("an absent protocol may be left to detection", () => {
  assert.deepEqual(codesAndPaths(protocol("", [], { emptyIsDetected: true })), []);
  assert.equal(codesAndPaths(protocol("x", [], { emptyIsDetected: true })).length, 1);
});

test("protocols fall into families", () => {
  const family = (name: string) => [isHttp, isTls, isTcp].map((test) => test(parseProtocol(name)));
  assert.deepEqual(family("GRPC"), [true, false, false]);
  assert.deepEqual(family("HTTPS"), [false, true, true]);
  assert.deepEqual(family("Mongo"), [false, false, true]);
  assert.deepEqual(family("UDP"), [false, false, false]);
  assert.deepEqual(family("other"), [false, false, false]);
});

test("every empty text of a list is pointed at", () => {
  assert.deepEqual(codesAndPaths(noneEmpty(["a", "", "b", ""], ["spec"])), ["GX514 spec[1]", "GX514 spec[3]"]);
  assert.deepEqual(codesAndPaths(noneEmpty(undefined, ["spec"])), []);
});
