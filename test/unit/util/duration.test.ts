import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration } from "../../../src/util/duration.js";

/** What Go's time.ParseDuration makes of each: seconds and nanoseconds. */
const durations: readonly [text: string, seconds: number, nanos: number][] = [
  ["0", 0, 0],
  ["+0", 0, 0],
  ["-0", 0, 0],
  ["0s", 0, 0],
  ["5s", 5, 0],
  ["1h30m", 5400, 0],
  ["1h1h", 7200, 0],
  ["100ms", 0, 100_000_000],
  ["100us", 0, 100_000],
  ["100\u00b5s", 0, 100_000],
  ["100\u03bcs", 0, 100_000],
  ["1ns1us1ms1s1m1h", 3661, 1_001_001],
  [".5s", 0, 500_000_000],
  ["1.s", 1, 0],
  ["+1s", 1, 0],
  ["-1s", -1, 0],
  ["-1.5s", -1, -500_000_000],
  ["-100us", 0, -100_000],
  ["0.3333333333333333333h", 1200, 0],
  ["9007199254.740993ms", 9_007_199, 254_740_993],
  ["1.0000000000000000000000000001s", 1, 0],
  ["0000000000000000000000000000001s", 1, 0],
  ["9223372036854775807ns", 9_223_372_036, 854_775_807],
  ["-9223372036854775808ns", -9_223_372_036, -854_775_808],
  ["2562047h47m16.854775807s", 9_223_372_036, 854_775_807],
];

for (const [text, seconds, nanos] of durations) {
  test(`reads the duration ${text}`, () => {
    assert.deepEqual(parseDuration(text), { seconds, nanos });
  });
}

for (const text of [
  "",
  "1",
  "s",
  ".",
  ".s",
  "-.s",
  "--1s",
  "1d",
  "1S",
  "1 s",
  " 1s",
  "1s\n",
  "1m1",
  "1.5.5s",
  "1e3s",
  "0x1s",
  "\u0661s",
  "9223372036854775808ns",
  "-9223372036854775809ns",
  "2562047h47m16.854775808s",
  "99999999999999999999999999h",
]) {
  test(`refuses the duration ${JSON.stringify(text)}`, () => {
    assert.equal(parseDuration(text), undefined);
  });
}

test("a long text that is no duration is refused at once", () => {
  assert.equal(parseDuration(`${"1m".repeat(100_000)}x`), undefined);
  assert.equal(parseDuration("1".repeat(1_000_000)), undefined);
});
