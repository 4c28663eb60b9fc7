import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlaces } from "../../../src/xds/places.js";

test("places are given first come, first served, and whoever leaves the line is passed over", () => {
  const places = createPlaces({ most: 2, line: 3 });
  const begun: string[] = [];
  const take = (name: string) => places.take(() => begun.push(name));
  const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map(take);
  assert.equal(take("f"), undefined, "the line is full");
  assert.deepEqual(begun, ["a", "b"]);
  assert.deepEqual([a?.waits, c?.waits], [false, true]);
  d?.leave();
  b?.leave();
  assert.deepEqual(begun, ["a", "b", "c"]);
  assert.equal(c?.waits, false);
  b?.leave();
  assert.deepEqual(begun, ["a", "b", "c"], "leaving twice gives back once");
  c?.leave();
  a?.leave();
  assert.deepEqual(begun, ["a", "b", "c", "e"]);
  take("g");
  assert.deepEqual(begun, ["a", "b", "c", "e", "g"]);
  e?.leave();
});

test("a stream that ends while it begins gives its place back", () => {
  const places = createPlaces({ most: 1, line: 2 });
  const first = places.take(() => {});
  const begun: string[] = [];
  const second = places.take(() => {
    begun.push("second");
    second?.leave();
  });
  places.take(() => begun.push("third"));
  first?.leave();
  assert.deepEqual(begun, ["second", "third"]);
});
