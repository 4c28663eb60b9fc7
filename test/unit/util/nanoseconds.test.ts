import assert from "node:assert/strict";
import { test } from "node:test";
import { parseNanoseconds } from "../../../src/util/duration.js";

// Verdicts of Go's time.ParseDuration.
const taken: readonly (readonly [text: string, nanoseconds: bigint])[] = [
  ["0", 0n],
  ["-0", 0n],
  ["5s", 5_000_000_000n],
  ["+5s", 5_000_000_000n],
  ["-1.5s", -1_500_000_000n],
  [".5s", 500_000_000n],
  ["1.s", 1_000_000_000n],
  ["1h30m", 5_400_000_000_000n],
  ["1s1s", 2_000_000_000n],
  ["100us", 100_000n],
  ["100\u00b5s", 100_000n],
  ["100\u03bcs", 100_000n],
  ["0.9ns", 0n],
  ["0.99999999999999999999ms", 1_000_000n],
  ["2562047h47m16.854775807s", 9_223_372_036_854_775_807n],
  ["-9223372036854775808ns", -9_223_372_036_854_775_808n],
  [`${"0".repeat(500)}1s`, 1_000_000_000n],
];
const refused = [
  "",
  "5",
  "s",
  ".s",
  "-",
  "1d",
  "1S",
  "5 s",
  " 5s",
  "5s ",
  "5s\n",
  "1..5s",
  "1e3s",
  "1ss",
  "--1s",
  "9223372036854775808ns",
  "2562048h",
];

for (const [text, nanoseconds] of taken) {
  test(`${JSON.stringify(text.slice(-30))} is ${nanoseconds} ns`, () => {
    assert.equal(parseNanoseconds(text), nanoseconds);
  });
}

for (const text of refused) {
  test(`${JSON.stringify(text)} is no duration`, () => {
    assert.equal(parseNanoseconds(text), undefined);
  });
}

test("a text of a million digits is refused at once", () => {
  assert.equal(parseNanoseconds("1".repeat(1_000_000)), undefined);
  assert.equal(parseNanoseconds(`${"1".repeat(1_000_000)}h`), undefined);
});
