import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTimestamp, parseTimestamp } from "../../../src/proto/timestamp.js";

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
