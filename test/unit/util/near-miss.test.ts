import assert from "node:assert/strict";
import { test } from "node:test";
import { nearMiss } from "../../../src/util/near-miss.js";

const keys = ["interval", "include", "exclude", "stateDir", "url"];

test("the nearest candidate is suggested for a slip of the finger, another case or other separators", () => {
  for (const [word, expected] of [
    ["intervall", "interval"],
    ["intreval", "interval"],
    ["Interval", "interval"],
    ["state-dir", "stateDir"],
    ["state_dir", "stateDir"],
    ["STATEDIR", "stateDir"],
    ["includes", "include"],
    ["ulr", "url"],
    ["uri", "url"],
    ["inctervall", "interval"],
  ] as const) {
    assert.equal(nearMiss(word, keys), expected, word);
  }
});

test("nothing is suggested for a word that is near none, nor for one that is too long to be a slip", () => {
  for (const word of ["colour", "", "x", "uir", "intervallic", "interval".repeat(1_000)])
    assert.equal(nearMiss(word, keys), undefined, word);
  assert.equal(nearMiss("interval", []), undefined);
});
