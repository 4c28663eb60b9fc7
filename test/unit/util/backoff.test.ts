import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffMs, jitteredMs } from "../../../src/util/backoff.js";

test("the delay doubles from a second to five minutes and stays there", () => {
  const longest = (attempt: number) => backoffMs(attempt, () => 1);
  assert.deepEqual([1, 2, 3, 9, 10, 1000].map(longest), [1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  assert.equal(
    backoffMs(3, () => 0),
    2_000,
  );
});

test("an interval is spread by ten percent either way", () => {
  assert.equal(
    jitteredMs(15_000, () => 0),
    13_500,
  );
  assert.equal(
    jitteredMs(15_000, () => 0.5),
    15_000,
  );
});
