import assert from "node:assert/strict";
import { test } from "node:test";
import { type CommitSha, commitSha } from "../../../src/model/index.js";
import { descentOf, type ReadLinks } from "../../../src/source/ancestry.js";
import { limits } from "../../../src/source/limits.js";
import { forSeedsAsync } from "../../support/random.js";

const sha = (name: number | string): CommitSha => commitSha(name.toString(16).padStart(40, "0"));

/** Parents by name, one letter each; those that are named and not listed are not there. */
function links(parents: Readonly<Record<string, string>>): ReadLinks {
  return (at) => {
    const found = Object.entries(parents).find(([name]) => sha(name) === at)?.[1];
    return found === undefined ? undefined : { parents: [...found].map(sha), committedAt: 0 };
  };
}

/** main: a-b-c-d; e left it at b; f merges c into e. */
const graph = { a: "", b: "a", c: "b", d: "c", e: "b", f: "ec" };

for (const [head, from, accept, expected] of [
  ["d", "d", "", "follows"],
  ["d", "a", "", "follows"],
  ["f", "c", "", "follows"],
  ["f", "d", "", "parted"],
  ["b", "d", "", "parted"],
  ["b", "d", "b", "accepted"],
  ["e", "d", "e", "accepted"],
  ["f", "d", "e", "accepted"],
  ["f", "d", "ab", "parted"],
  ["f", "d", "c", "parted"],
] as const) {
  test(`${head} after ${from}, accepting ${accept || "nothing"}: ${expected}`, async () => {
    assert.equal(await descentOf(links(graph), sha(head), sha(from), new Set([...accept].map(sha))), expected);
  });
}

test("history that ends early leaves open what it does not have, and nothing else", async () => {
  const cut = links({ c: "b", d: "c", e: "b" });
  const descent = (head: string, from: string, accept = "") =>
    descentOf(cut, sha(head), sha(from), new Set([...accept].map(sha)));
  assert.equal(await descent("d", "c"), "follows");
  assert.equal(await descent("d", "b"), "follows", "it is named, though it is not there");
  assert.equal(await descent("e", "c"), "parted", "what is missing is behind both");
  assert.equal(await descent("e", "c", "e"), "accepted");
  assert.equal(await descent("e", "8"), "unknown");
  assert.equal(
    await descent("e", "9", "b"),
    "unknown",
    "of a live commit that is not there, nobody knows what was before",
  );
});

test("history that is too long to be walked leaves it open", async () => {
  const endless: ReadLinks = (at) => ({
    parents: [sha((BigInt(`0x${at}`) + 1n) as unknown as number)],
    committedAt: 0,
  });
  assert.equal(await descentOf(endless, sha(1), sha(limits.history + 10), new Set()), "unknown");
});

test("whatever the committers' clocks say, a commit follows exactly what is behind it", async () => {
  await forSeedsAsync(200, async (random) => {
    const parents = Array.from({ length: 2 + random.below(20) }, (_, n) =>
      n === 0 ? [] : [random.below(n), ...random.subset([random.below(n)], 0.4)],
    );
    const times = parents.map(() => random.below(5));
    const read: ReadLinks = (at) => {
      const n = Number.parseInt(at, 16);
      return { parents: (parents[n] ?? []).map(sha), committedAt: times[n] ?? 0 };
    };
    const behind = (n: number): Set<number> =>
      new Set([n, ...(parents[n] ?? []).flatMap((parent) => [...behind(parent)])]);
    const [head, from] = [random.below(parents.length), random.below(parents.length)];
    const expected = behind(head).has(from) ? "follows" : "parted";
    assert.equal(await descentOf(read, sha(head), sha(from), new Set()), expected);
  });
});
