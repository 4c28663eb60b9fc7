import assert from "node:assert/strict";
import { test } from "node:test";
import {
  orderedLocalityFault,
  unorderedLocalityFault,
} from "../../../../src/validate/rules/traffic-policy/localities.js";

const entriesOf = (localities: readonly string[]) => localities.map((locality) => ({ locality, path: [locality] }));

test("a locality has no empty level, and one * at its end at most", () => {
  for (const locality of ["eu", "eu/1", "eu/1/a", "eu/1/a/b", "eu/*", "eu/1/*", "*", "eu*", "eu/1*"])
    assert.equal(orderedLocalityFault(entriesOf([locality])), undefined, locality);
  for (const locality of ["", "/", "eu/", "/1", "eu//a", "eu/1/", "*/1", "**", "*u", "eu/*/a"])
    assert.equal(orderedLocalityFault(entriesOf([locality]))?.locality, locality);
});

/** Pairs that are refused in this order, and whether they are in the other one. */
const pairs = [
  ["eu", "eu", true],
  ["eu", "eu/1", true],
  ["eu", "eu/*", true],
  ["eu/1", "eu/1", true],
  ["eu/1", "eu/1/a", true],
  ["eu/1", "eu/1/*", true],
  ["eu/1/a", "eu/1/a", true],
  ["*", "eu", false],
  ["*", "eu/1/a", false],
  ["eu/*", "eu/1", false],
  ["eu/*", "eu/1/a", false],
  ["eu/1/*", "eu/1/a", false],
] as const;

for (const [first, second, bothWays] of pairs) {
  test(`${second} cannot follow ${first}`, () => {
    assert.equal(orderedLocalityFault(entriesOf([first, second]))?.locality, second);
    assert.equal(orderedLocalityFault(entriesOf([second, first])) !== undefined, bothWays);
    assert.notEqual(unorderedLocalityFault(entriesOf([first, second])), undefined);
    assert.notEqual(unorderedLocalityFault(entriesOf([second, first])), undefined);
  });
}

test("places apart stand side by side", () => {
  const apart = ["eu/1/a", "eu/1/b", "eu/2", "us", "asia/1/*", "asia/2"];
  assert.equal(orderedLocalityFault(entriesOf(apart)), undefined);
  assert.equal(unorderedLocalityFault(entriesOf(apart.reverse())), undefined);
});

test("a long list is compared in one pass", () => {
  const many = Array.from({ length: 50_000 }, (_, index) => `eu/${index}`);
  assert.equal(orderedLocalityFault(entriesOf(many)), undefined);
  assert.equal(orderedLocalityFault(entriesOf([...many, "eu/7/a"]))?.locality, "eu/7/a");
});
