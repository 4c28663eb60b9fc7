import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceDefaults } from "../../src/config/index.js";
import { type Event, GitxdsError } from "../../src/model/index.js";
import { Follower } from "../../src/pipeline/follow/follower.js";
import { makeFreshness } from "../../src/pipeline/freshness.js";
import type { Source } from "../../src/source/index.js";
import { defaultDigestOptions } from "../support/digest-options.js";
import { type MemorySource, memorySource } from "../support/memory-source.js";
import { defaultRules as rules } from "../support/pipeline/gate-rules.js";
import { forSeedsAsync, type Random } from "../support/random.js";
import { FakeClock } from "../support/xds/fake-clock.js";
import { peerAuthentication } from "../support/yaml.js";

const digest = await defaultDigestOptions();
// A pass loads it when it first judges a commit, which takes time that the clock of this test knows nothing of.
await import("../../src/pipeline/judge-chain.js");
const schedule = { type: "interval", ms: 15_000 } as const;
/** How long the remote takes, and how often it cannot be reached. */
interface Weather {
  readonly lookMs: number;
  readonly fetchMs: number;
  readonly failing: number;
}

/** Everything that waits for time or for a promise comes to rest. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** One replica: a follower that looks through the weather at what the others look at, too. */
function makeReplica(truth: MemorySource, clock: FakeClock, random: Random, weather: Weather) {
  const events: Event[] = [];
  let served = -1;
  const delay = (upToMs: number) =>
    new Promise<void>((resolve) => clock.after(random.below(upToMs + 1), () => resolve()));
  const source: Source = {
    ...truth,
    verify: truth.verify.bind(truth),
    trust: truth.trust.bind(truth),
    async look(signal) {
      if (random.chance(weather.failing)) throw new GitxdsError("GX002", "unreachable", "wait");
      await delay(weather.lookMs / 2);
      const head = await truth.look(signal);
      await delay(weather.lookMs / 2);
      return head;
    },
    async fetch(...request) {
      await delay(weather.fetchMs);
      return truth.fetch(...request);
    },
  };
  const emit = (event: Event) => events.push(event);
  const follower = new Follower({
    config: { ...sourceDefaults, name: "mesh", url: "https://example.com/mesh.git" },
    rules,
    schedule,
    open: async () => source,
    save: () => true,
    context: { loadDigest: async () => digest, policies: { inRepository: true, fromDirectory: [] }, clock },
    emit,
    onPublish: ({ live }) => {
      served = Number.parseInt(live.commit.sha, 16);
    },
  });
  const freshen = makeFreshness({
    onStaleRemote: "serve-last-good",
    ask: (patient) => follower.freshen(patient),
    clock,
    emit,
  });
  return {
    follower,
    freshen,
    served: () => served,
    stale: () => events.filter(({ type }) => type === "stale-look").length,
  };
}

/** A client that goes from replica to replica, and what it saw: how often it was taken back, told of or not. */
async function live(random: Random, weather: Weather) {
  const truth = memorySource();
  const clock = new FakeClock();
  const commit = (name: string) => truth.commit({ [`${name}.yaml`]: peerAuthentication(name) });
  commit("first");
  const replicas = [1, 2].map(() => makeReplica(truth, clock, random, weather));
  const running = replicas.map(({ follower }) => follower.run());
  const counts = { stale: 0, back: 0, untold: 0 };
  let seen = -1;
  for (let step = 0; step < 30; step += 1) {
    const replica = random.pick(replicas);
    const staleBefore = replica.stale();
    let answered = false;
    void replica.freshen("here").then(() => {
      answered = true;
    });
    while (!answered) {
      if (random.chance(0.2)) commit(`c${step}`);
      clock.advance(1 + random.below(100));
      await settle();
    }
    const stale = replica.stale() - staleBefore;
    counts.stale += stale;
    const now = replica.served();
    if (now < seen) {
      counts.back += 1;
      if (stale === 0) counts.untold += 1;
    }
    // The stream stays for a while, and sees what this replica publishes meanwhile.
    for (let wait = random.below(30); wait > 0; wait -= 1) {
      if (random.chance(0.1)) commit(`w${step}-${wait}`);
      if (random.chance(0.05)) random.pick(replicas).follower.refresh();
      clock.advance(random.below(1_000));
      await settle();
    }
    seen = Math.max(now, replica.served());
  }
  for (const { follower } of replicas) follower.stop();
  for (let turn = 0; turn < 10; turn += 1) {
    clock.advance(5_000);
    await settle();
  }
  await Promise.all(running);
  return counts;
}

test("no client is ever taken back to an older commit while looks succeed in time", async () => {
  await forSeedsAsync(6, async (random) => {
    assert.deepEqual(await live(random, { lookMs: 200, fetchMs: 100, failing: 0 }), { stale: 0, back: 0, untold: 0 });
  });
});

test("where looks fail or take too long, each step back is one that was told of", async () => {
  let back = 0;
  await forSeedsAsync(6, async (random) => {
    const counts = await live(random, { lookMs: 4_000, fetchMs: 3_000, failing: 0.3 });
    assert.equal(counts.untold, 0);
    assert.ok(counts.stale > 0);
    back += counts.back;
  });
  if (process.env.SEED === undefined)
    assert.ok(back > 0, "nothing was taken back: the weather is too good to test this");
});
