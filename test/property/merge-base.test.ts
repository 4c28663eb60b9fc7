import assert from "node:assert/strict";
import { test } from "node:test";
import { type CommitSha, commitSha } from "../../src/model/index.js";
import { type CommitLinks, findMergeBase } from "../../src/source/merge-base.js";
import { forSeeds, type Random, seeded } from "../support/random.js";

type Graph = ReadonlyMap<CommitSha, CommitLinks>;

/** Commits with up to three parents, each no younger than its children, some of them as old. */
function makeGraph(random: Random): Graph {
  const graph = new Map<CommitSha, CommitLinks>();
  const count = 2 + random.below(25);
  for (let index = 0; index < count; index += 1) {
    const sha = commitSha(index.toString(16).padStart(40, "0"));
    const recent = [...graph.keys()].slice(-6);
    const parents = index === 0 || random.chance(0.1) ? [] : [random.pick(recent), ...random.subset(recent, 0.15)];
    const oldest = Math.max(0, ...parents.map((parent) => graph.get(parent)?.committedAt ?? 0));
    graph.set(sha, { parents: [...new Set(parents)], committedAt: oldest + random.below(3) });
  }
  return graph;
}

function ancestors(graph: Graph, sha: CommitSha, found = new Set<CommitSha>()): Set<CommitSha> {
  if (found.has(sha)) return found;
  found.add(sha);
  for (const parent of graph.get(sha)?.parents ?? []) ancestors(graph, parent, found);
  return found;
}

/** By definition: common ancestors that are behind no other common ancestor. */
function nearestCommon(graph: Graph, first: CommitSha, second: CommitSha): readonly CommitSha[] {
  const behindSecond = ancestors(graph, second);
  const common = [...ancestors(graph, first)].filter((sha) => behindSecond.has(sha));
  return common.filter((sha) => !common.some((other) => other !== sha && ancestors(graph, other).has(sha)));
}

test("the merge base of any two commits is a nearest common ancestor, and there is one where they share history", () => {
  forSeeds(500, holdsFor);
});

test("a commit that is found before one of the same time that it is behind is not taken", () => {
  holdsFor(seeded(2_007_433_091));
});

function holdsFor(random: Random): void {
  const graph = makeGraph(random);
  const shas = [...graph.keys()];
  const [first, second] = [random.pick(shas), random.pick(shas)];
  const found = findMergeBase((sha) => graph.get(sha) ?? assert.fail(`no ${sha}`), first, second);
  const expected = nearestCommon(graph, first, second);
  if (found === undefined) assert.deepEqual(expected, []);
  else assert.ok(expected.includes(found), `${found} is none of ${expected.join(", ")}`);
}
