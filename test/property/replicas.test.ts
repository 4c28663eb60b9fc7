import assert from "node:assert/strict";
import { test } from "node:test";
import type { GateRules } from "../../src/gate/index.js";
import type { CommitSha } from "../../src/model/index.js";
import { memorySource } from "../support/memory-source.js";
import { type Files, replica } from "../support/pipeline/replica.js";
import { type Random, seeded } from "../support/random.js";
import { destinationRule, peerAuthentication } from "../support/yaml.js";

const runs = 60;
const commits = 30;
const all: readonly (readonly [string, string])[] = [
  ...Array.from({ length: 24 }, (_, n) => [`rule-${n}.yaml`, destinationRule(`web-${n}`)] as const),
  ...Array.from({ length: 14 }, (_, n) => [`peer-${n}.yaml`, peerAuthentication(`app-${n}`)] as const),
];

/** Files of the next commit: more, fewer, far fewer, none, broken ones, or those of an earlier commit. */
function nextFiles(random: Random, history: readonly Files[]): Files {
  const last = history.at(-1) ?? Object.fromEntries(all);
  switch (random.below(8)) {
    case 0:
      return Object.fromEntries(random.subset(Object.entries(last), 0.3));
    case 1:
      return { "README.md": "nothing" };
    case 2:
      return { ...last, "broken.yaml": peerAuthentication("broken", "strict") };
    case 3:
    case 4:
      return history.length === 0 ? last : random.pick(history);
    case 5:
      return Object.fromEntries(random.subset(Object.entries(last), 0.9));
    default:
      return { ...last, ...Object.fromEntries(random.subset(all, 0.3)) };
  }
}

/**
 * Tags as people handle them: a new one above or below, one moved to another commit, one taken away. The first stays as it
 * is, so that there is always one that passes.
 */
function nextTags(random: Random, tags: Map<string, CommitSha>, sha: CommitSha): void {
  const names = [...tags.keys()].slice(1);
  if (names.length > 0 && random.chance(0.1)) tags.delete(random.pick(names));
  const name = names.length > 0 && random.chance(0.2) ? random.pick(names) : `${names.length + 10}`;
  tags.set(random.chance(0.1) ? `${random.below(50) + 10}.1` : name, sha);
}

test("replicas that follow a range of versions come to serve the same, whatever happens to the tags", async () => {
  for (let seed = 1; seed <= runs; seed += 1) {
    const random = seeded(seed);
    const source = memorySource();
    const early = replica(source);
    const rare = replica(source);
    const history: Files[] = [Object.fromEntries(all)];
    const tags = new Map([["00", source.commit(Object.fromEntries(all))]]);
    for (let n = 0; n < commits; n += 1) {
      const files = nextFiles(random, history);
      history.push(files);
      nextTags(random, tags, source.commit(files, { parent: null, allowsDeletions: random.chance(0.1) }));
      source.follow([...tags].sort(([a], [b]) => (a < b ? -1 : 1)));
      if (random.chance(0.8)) await early.look();
      if (random.chance(0.2)) await rare.look();
      if (!random.chance(0.3)) continue;
      const fresh = replica(source);
      for (const one of [early, rare, fresh]) await one.look();
      assert.deepEqual([early.live(), rare.live()], [fresh.live(), fresh.live()], `seed ${seed}, commit ${n + 1}`);
      assert.deepEqual([early.versions(), rare.versions()], [fresh.versions(), fresh.versions()], `seed ${seed}`);
    }
  }
});

test("replicas with different pasts come to serve the same, whenever they look at the same head", async () => {
  for (let seed = 1; seed <= runs; seed += 1) {
    const random = seeded(seed);
    const source = memorySource();
    const skip = new Set<CommitSha>();
    const accept = new Set<CommitSha>();
    const rules: Partial<GateRules> = { skip, accept };
    const early = replica(source, rules);
    const rare = replica(source, rules);
    const history: Files[] = [];
    for (let n = 0; n < commits; n += 1) {
      const files = nextFiles(random, history);
      history.push(files);
      const sha = source.commit(files, { allowsDeletions: random.chance(0.1) });
      if (random.chance(0.1)) random.pick([skip, accept]).add(sha);
      if (random.chance(0.8)) await early.look();
      if (random.chance(0.2)) await rare.look();
      if (!random.chance(0.3)) continue;
      const fresh = replica(source, rules);
      for (const one of [early, rare, fresh]) await one.look();
      assert.deepEqual([early.live(), rare.live()], [fresh.live(), fresh.live()], `seed ${seed}, commit ${n + 1}`);
      assert.deepEqual([early.versions(), rare.versions()], [fresh.versions(), fresh.versions()], `seed ${seed}`);
    }
  }
});
