import assert from "node:assert/strict";
import { test } from "node:test";
import { forSeedsAsync, type Random } from "../support/random.js";
import { history } from "../support/signatures/history.js";

const letters = [..."abcdefghijklmnopqrst"];

/** Each commit has one or two of the five before it as parents. */
function randomHistory(random: Random): ReadonlyMap<string, string> {
  return new Map(
    letters.map((letter, index) => {
      const before = letters.slice(Math.max(0, index - 5), index);
      const parents = index === 0 ? [] : [random.pick(before), ...random.subset([random.pick(before)], 0.4)];
      return [letter, [...new Set(parents)].join("")];
    }),
  );
}

test("whatever times commits give, none after `since` is left out; where they rise, none is too many", async () => {
  await forSeedsAsync(100, async (random) => {
    const parentsOf = randomHistory(random);
    const rising = random.chance(0.5);
    const { range } = await history(Object.fromEntries(parentsOf), rising ? undefined : () => random.below(50));
    const ancestors = (letter: string): Set<string> =>
      new Set([letter, ...[...(parentsOf.get(letter) ?? "")].flatMap((parent) => [...ancestors(parent)])]);
    const [since, head] = [random.pick(letters.slice(0, 13)), random.pick(letters.slice(13))];
    const covered = ancestors(since);
    const expected = [...ancestors(head)].filter((letter) => !covered.has(letter));
    const found = [...((await range(since, head)) ?? "")];
    if (!ancestors(head).has(since)) assert.equal(found.join(""), "notAncestor");
    else if (rising) assert.deepEqual(found.toSorted(), expected.toSorted());
    else assert.ok(expected.every((letter) => found.includes(letter)));
  });
});
