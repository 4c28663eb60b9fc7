import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration } from "../../../src/proto/duration.js";
import { formatTimestamp, parseTimestamp } from "../../../src/proto/timestamp.js";

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

const times: readonly [text: string, seconds: number, nanos: number, utc: string][] = [
  ["1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"],
  ["2000-01-01T00:00:00Z", 946_684_800, 0, "2000-01-01T00:00:00Z"],
  ["2004-02-29T12:00:00Z", 1_078_056_000, 0, "2004-02-29T12:00:00Z"],
  ["2000-01-01T02:00:00+02:00", 946_684_800, 0, "2000-01-01T00:00:00Z"],
  ["1999-12-31T18:30:00-05:30", 946_684_800, 0, "2000-01-01T00:00:00Z"],
  ["2000-01-01T00:00:00.5Z", 946_684_800, 500_000_000, "2000-01-01T00:00:00.5Z"],
  ["2000-01-01T00:00:00.000000001Z", 946_684_800, 1, "2000-01-01T00:00:00.000000001Z"],
  ["1969-12-31T23:59:59.5Z", -1, 500_000_000, "1969-12-31T23:59:59.5Z"],
  ["0001-01-01T00:00:00Z", -62_135_596_800, 0, "0001-01-01T00:00:00Z"],
  ["9999-12-31T23:59:59Z", 253_402_300_799, 0, "9999-12-31T23:59:59Z"],
];

for (const [text, seconds, nanos, utc] of times) {
  test(`reads the time ${text}`, () => {
    const instant = parseTimestamp(text);
    assert.deepEqual(instant, { seconds, nanos });
    assert.equal(formatTimestamp({ seconds, nanos }), utc);
  });
}

for (const text of [
  "",
  "2000-01-01",
  "2000-01-01T00:00:00",
  "2000-01-01t00:00:00z",
  "2000-01-01 00:00:00Z",
  "2000-02-30T00:00:00Z",
  "2001-02-29T00:00:00Z",
  "2000-13-01T00:00:00Z",
  "2000-01-01T24:00:00Z",
  "2000-01-01T00:00:60Z",
  "2000-01-01T00:00:00+24:00",
  "2000-01-01T00:00:00+01:60",
  "2000-01-01T00:00:00.Z",
  "2000-01-01T00:00:00.0000000001Z",
  "0001-01-01T00:00:00+00:01",
  "0000-12-31T23:59:59Z",
  "10000-01-01T00:00:00Z",
]) {
  test(`refuses the time ${JSON.stringify(text)}`, () => {
    assert.equal(parseTimestamp(text), undefined);
  });
}
