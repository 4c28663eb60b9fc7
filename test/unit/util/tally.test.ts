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

test("with a burst so many are told of at once each pause, and the rest as the latest with a count", () => {
  const clock = new FakeClock();
  const told: unknown[] = [];
  const count = makeTally<number>({ clock, pauseMs: 1_000, burst: 3 }, (latest, times) => told.push([latest, times]));
  for (let item = 1; item <= 10; item += 1) count(item);
  assert.deepEqual(
    told.splice(0),
    [1, 2, 3].map((item) => [item, 1]),
  );
  clock.advance(1_000);
  assert.deepEqual(told.splice(0), [[10, 7]]);
  // What was told at the end of the pause is the first of the next.
  for (let item = 11; item <= 14; item += 1) count(item);
  assert.deepEqual(
    told.splice(0),
    [11, 12].map((item) => [item, 1]),
  );
  count.flush();
  count.flush();
  assert.deepEqual(told.splice(0), [[14, 2]]);
  clock.advance(1_000);
  assert.deepEqual(told, []);
  assert.equal(clock.pending, 0);
});
