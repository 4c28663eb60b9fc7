import assert from "node:assert/strict";
import { test } from "node:test";
import { createRate } from "../../../src/xds/rate.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

test("a burst goes through at once, what follows at the rate, and rest fills the burst up again", () => {
  const clock = new FakeClock();
  const count = createRate({ perSecond: 10, burst: 5, clock });
  const burst = () => [1, 2, 3, 4, 5].map(count);
  assert.deepEqual(burst(), [0, 0, 0, 0, 100]);
  for (let times = 0; times < 20; times += 1) {
    clock.advance(100);
    assert.equal(count(), 100);
  }
  clock.advance(60_000);
  assert.deepEqual(burst(), [0, 0, 0, 0, 100]);
});
