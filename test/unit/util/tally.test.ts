import assert from "node:assert/strict";
import { test } from "node:test";
import { makeTally } from "../../../src/util/tally.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

test("the first is told of at once, then the latest with a count once a pause, and nothing is lost or told twice", () => {
  const clock = new FakeClock();
  const told: unknown[] = [];
  const count = makeTally<string>({ clock, pauseMs: 60_000 }, (latest, times) => told.push([latest, times]));
  count("a");
  assert.deepEqual(told.splice(0), [["a", 1]]);
  count("b");
  count("c");
  clock.advance(59_999);
  assert.deepEqual(told.splice(0), []);
  clock.advance(1);
  assert.deepEqual(told.splice(0), [["c", 2]]);
  clock.advance(60_000);
  assert.deepEqual(told.splice(0), []);
  assert.equal(clock.pending, 0);
  count("d");
  assert.deepEqual(told.splice(0), [["d", 1]]);
});
