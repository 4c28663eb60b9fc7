import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { sourceDefaults } from "../../../src/config/index.js";
import { type Event, GitxdsError, type Schedule, type SourceConfig } from "../../../src/model/index.js";
import { Follower, type FollowerSettings } from "../../../src/pipeline/follow/follower.js";
import type { LiveCommit, Publication } from "../../../src/pipeline/phases.js";
import type { Source } from "../../../src/source/index.js";
import { defaultDigestOptions } from "../../support/digest-options.js";
import { memorySource } from "../../support/memory-source.js";
import { defaultRules as rules } from "../../support/pipeline/gate-rules.js";
import { FakeClock } from "../../support/xds/fake-clock.js";
import { until } from "../../support/xds/harness.js";
import { peerAuthentication } from "../../support/yaml.js";

const intervalMs = 10_000;
const everyTenSeconds = { type: "interval", ms: intervalMs } as const;
const digest = await defaultDigestOptions();
const good = { "a.yaml": peerAuthentication("a") };
const bad = { "a.yaml": peerAuthentication("a").replace("STRICT", "strict") };
const unreachable = new GitxdsError("GX002", "the remote refused the connection", "start it");
const missingRef = new GitxdsError("GX011", "no branch main", "name another", { retry: "changed" });

/** A follower at work, the clock in the test's hand. */
function follow(
  t: TestContext,
  {
    open,
    save = () => true,
    schedule = everyTenSeconds,
  }: { open?: (source: Source) => Promise<Source>; save?: (live: LiveCommit) => boolean; schedule?: Schedule } = {},
) {
  const source = memorySource();
  const clock = new FakeClock();
  const events: Event[] = [];
  const published: Publication[] = [];
  const config: SourceConfig = { ...sourceDefaults, name: "mesh", url: "https://user:secret@example.com/mesh.git" };
  const saved: string[] = [];
  const settings: FollowerSettings = {
    config,
    rules,
    schedule,
    open: () => (open === undefined ? Promise.resolve(source) : open(source)),
    save: (live) => {
      saved.push(live.commit.sha);
      return save(live);
    },
  };
  const follower = new Follower({
    ...settings,
    context: { loadDigest: async () => digest, policies: { inRepository: true, fromDirectory: [] }, clock },
    emit: (event) => events.push(event),
    onPublish: (publication) => published.push(publication),
  });
  const start = () => {
    const ended = follower.run();
    t.after(() => {
      follower.stop();
      return ended;
    });
  };
  /** Resolves when the follower waits for its next look. */
  const idle = (looks: number) => until(() => source.looks === looks && clock.pending === 1, `look ${looks} to end`);
  return { source, clock, events, published, saved, settings, follower, start, idle };
}

/** What is told of once. */
const types = (events: readonly Event[]) =>
  events.map(({ type }) => type).filter((type) => type !== "progress" && type !== "looked");

test("it looks at every interval and publishes what is new", async (t) => {
  const { source, clock, published, follower, start, idle } = follow(t);
  const first = source.commit(good);
  start();
  await idle(1);
  assert.equal(follower.status().commit, first);
  assert.equal(follower.status().state, "following");
  assert.equal(follower.status().url, "https://***@example.com/mesh.git");
  clock.advance(intervalMs * 1.1);
  await idle(2);
  assert.equal(published.length, 1);
  const second = source.commit({ ...good, "b.yaml": peerAuthentication("b") });
  clock.advance(intervalMs * 1.1);
  await idle(3);
  assert.deepEqual(
    published.map(({ live }) => live.commit.sha),
    [first, second],
  );
});

test("a rejected commit is told once, and the status keeps what is served", async (t) => {
  const { source, clock, events, follower, start, idle } = follow(t);
  const first = source.commit(good);
  start();
  await idle(1);
  const second = source.commit(bad);
  for (const look of [2, 3]) {
    clock.advance(intervalMs * 1.1);
    await idle(look);
  }
  const { state, head, commit, rejected, reason } = follower.status();
  assert.deepEqual([state, head, commit, rejected?.commit], ["rejected", second, first, second]);
  assert.match(reason ?? "", /1 error, first a\.yaml:8:11: /);
  assert.deepEqual(types(events), ["published", "rejected"]);
});

test("failures are tried again with growing delays, told once while they stay the same, and healed by time", async (t) => {
  const { source, clock, events, follower, start, idle } = follow(t);
  source.commit(good);
  source.failWith(unreachable);
  start();
  await idle(1);
  assert.equal(follower.status().lastError?.code, "GX002");
  for (const [look, longestMs] of [
    [2, 1_000],
    [3, 2_000],
    [4, 4_000],
  ] as const) {
    clock.advance(longestMs);
    await idle(look);
  }
  assert.deepEqual(types(events), ["look-failed"]);
  source.failWith(undefined);
  clock.advance(8_000);
  await idle(5);
  assert.deepEqual(types(events), ["look-failed", "published"]);
  assert.equal(follower.status().lastError, null);
});

test("every look is told of with the state it ended in and why it failed, and a publication with when its look began", async (t) => {
  const { source, clock, events, start, idle } = follow(t);
  source.failWith(unreachable);
  start();
  await idle(1);
  clock.advance(1_000);
  await idle(2);
  source.failWith(undefined);
  source.commit(good);
  const beforeMs = clock.elapsed();
  clock.advance(2_000);
  await idle(3);
  source.commit(bad);
  for (const look of [4, 5]) {
    clock.advance(intervalMs * 1.1);
    await idle(look);
  }
  assert.deepEqual(
    events.flatMap((event) => (event.type === "looked" ? [[event.state, event.code]] : [])),
    [
      ["failing", "GX002"],
      ["failing", "GX002"],
      ["following", null],
      ["rejected", null],
      ["rejected", null],
    ],
  );
  const published = events.find((event) => event.type === "published");
  const lookedAtMs = published?.lookedAt.getTime() ?? 0;
  assert.ok(lookedAtMs > beforeMs && lookedAtMs <= beforeMs + 2_000);
});

test("what only a change can heal is looked at again at the interval", async (t) => {
  const { source, clock, follower, start, idle } = follow(t);
  source.commit(good);
  source.failWith(missingRef);
  start();
  await idle(1);
  clock.advance(intervalMs * 0.89);
  assert.equal(source.looks, 1);
  assert.notEqual(follower.status().nextPollAt, null);
  clock.advance(intervalMs * 0.3);
  await idle(2);
});

test("a remote that asks to wait is not asked before, not even by a refresh", async (t) => {
  const { source, clock, events, follower, start, idle } = follow(t);
  const commit = source.commit(good);
  source.failWith(new GitxdsError("GX008", "too often", "raise --interval", { retryAfterMs: 60_000 }));
  start();
  await idle(1);
  assert.match(JSON.stringify(events.find(({ type }) => type === "look-failed")), /"retryInMs":6[0-9]{4}\b/);
  source.failWith(undefined);
  follower.refresh();
  clock.advance(59_999);
  assert.equal(source.looks, 1);
  assert.equal(clock.pending, 1);
  clock.advance(6_001);
  await idle(2);
  assert.equal(follower.status().commit, commit);
  follower.refresh();
  await until(() => clock.pending === 1, "the pause between two looks");
  clock.advance(1_000);
  await until(() => source.looks === 3, "a refresh to be heard again");
});

test("a repository that cannot be opened yet is opened later", async (t) => {
  let tries = 0;
  const { source, clock, follower, start, idle } = follow(t, {
    open: async (opened) => {
      tries += 1;
      if (tries === 1) throw unreachable;
      return opened;
    },
  });
  const commit = source.commit(good);
  start();
  await idle(0);
  clock.advance(1_000);
  await idle(1);
  assert.equal(follower.status().commit, commit);
});

test("a refresh ends the wait", async (t) => {
  const { source, clock, follower, start, idle } = follow(t);
  source.commit(good);
  start();
  await idle(1);
  clock.advance(1_000);
  follower.refresh();
  await until(() => source.looks === 2, "a second look");
});

test("a hundred refreshes at once come to two looks, a second apart", async (t) => {
  const { source, clock, follower, start, idle } = follow(t);
  source.commit(good);
  start();
  await idle(1);
  clock.advance(1_000);
  for (let count = 0; count < 50; count += 1) follower.refresh();
  await until(() => source.looks === 2, "a look at once");
  for (let count = 0; count < 50; count += 1) follower.refresh();
  await idle(2);
  clock.advance(999);
  await idle(2);
  clock.advance(1);
  await idle(3);
  clock.advance(intervalMs * 0.85);
  await idle(3);
});

test("refreshes without end come to one look a second", async (t) => {
  const { source, clock, follower, start, idle } = follow(t);
  source.commit(good);
  start();
  await idle(1);
  for (let tenths = 1; tenths <= 50; tenths += 1) {
    clock.advance(100);
    follower.refresh();
    await idle(1 + Math.floor(tenths / 10));
  }
});

test("it can be stopped while a refresh waits for its second", async (t) => {
  const { source, follower, start, idle } = follow(t);
  source.commit(good);
  start();
  await idle(1);
  follower.refresh();
  await idle(1);
  // What ends the test waits for it to end.
  follower.stop();
});

test("new rules are applied at once to the whole way to head, and kept for the next process", async (t) => {
  const { source, clock, events, saved, settings, follower, start, idle } = follow(t);
  const first = source.commit(good);
  const second = source.commit({ ...good, "b.yaml": peerAuthentication("b") });
  start();
  await idle(1);
  assert.equal(follower.status().commit, second);
  clock.advance(1_000);
  follower.configure({ ...settings, rules: { ...rules, skip: new Set([second]) } });
  await idle(2);
  assert.deepEqual([follower.status().commit, follower.status().state], [first, "held"]);
  clock.advance(1_000);
  follower.configure(settings);
  await idle(3);
  assert.deepEqual([follower.status().commit, follower.status().state], [second, "following"]);
  assert.deepEqual(types(events), ["published", "published", "held", "published"]);
  assert.deepEqual(saved, [second, second, first, first, second, second]);
});

test("a source is opened anew for what it is opened with, and for nothing else", async (t) => {
  let opened = 0;
  const { source, clock, published, settings, follower, start, idle } = follow(t, {
    open: async (again) => {
      opened += 1;
      return again;
    },
  });
  source.commit(good);
  start();
  await idle(1);
  clock.advance(1_000);
  follower.configure({ ...settings, schedule: { type: "interval", ms: 60_000 } });
  await idle(2);
  clock.advance(1_000);
  const webhook = { secretFile: "/secret" };
  follower.configure({
    ...settings,
    config: { ...settings.config, webhook },
    schedule: { type: "interval", ms: 60_000 },
  });
  await idle(3);
  assert.equal(opened, 1);
  clock.advance(intervalMs * 1.1);
  assert.equal(source.looks, 3, "the new interval is waited for");
  const read = source.blobsRead;
  follower.configure({ ...settings, config: { ...settings.config, path: "prod" } });
  await idle(4);
  assert.deepEqual([opened, source.blobsRead - read], [2, 0], "files of the same content are known");
  assert.equal(published.length, 1, "and nothing has changed");
  const verify = { mode: "head", since: null, openpgp: [], ssh: "/keys", revoked: null } as const;
  for (const [changed, looks] of [
    [{ verify }, 5],
    [{ verify, auth: { http: { tokenFile: "/token" } } as SourceConfig["auth"] }, 6],
  ] as const) {
    clock.advance(1_000);
    follower.configure({ ...settings, config: { ...settings.config, path: "prod", ...changed } as SourceConfig });
    await idle(looks);
    assert.equal(opened, looks - 2, `opened anew for ${Object.keys(changed)}`);
  }
});

test("signatures that are asked for from now on hold what is live without them", async (t) => {
  const { source, clock, settings, follower, start, idle } = follow(t);
  const first = source.commit(good);
  const second = source.commit({ ...good, "b.yaml": peerAuthentication("b") });
  start();
  await idle(1);
  assert.equal(follower.status().commit, second);
  source.unsigned.add(second);
  clock.advance(1_000);
  const verify = { mode: "head", since: null, openpgp: [], ssh: "/keys", revoked: null } as const;
  follower.configure({ ...settings, config: { ...settings.config, verify } });
  await idle(2);
  const { commit, state, held } = follower.status();
  assert.deepEqual([commit, state, held.map(({ code }) => code)], [first, "held", ["GX060"]]);
});

test("where history counts, every commit that becomes live is kept for the next process", async (t) => {
  const { source, clock, saved, settings, follower, start, idle } = follow(t);
  const first = source.commit(good);
  start();
  await idle(1);
  const second = source.commit(good);
  clock.advance(intervalMs * 1.1);
  await idle(2);
  assert.deepEqual(new Set(saved), new Set([first]), "the bytes are the same");
  clock.advance(1_000);
  follower.configure({ ...settings, rules: { ...rules, history: "fast-forward" } });
  await idle(3);
  const third = source.commit(good);
  clock.advance(intervalMs * 1.1);
  await idle(4);
  assert.deepEqual([...new Set(saved)], [first, second, third]);
});

test("a head that has parted from what is live is told once and held, until the source follows another ref", async (t) => {
  const { source, clock, events, saved, settings, follower, start, idle } = follow(t);
  const strict = { ...settings, rules: { ...rules, history: "fast-forward" } } as const;
  const first = source.commit(good);
  start();
  await idle(1);
  clock.advance(1_000);
  follower.configure(strict);
  await idle(2);
  const other = source.commit({ ...good, "b.yaml": peerAuthentication("b") }, { parent: null });
  for (const look of [3, 4]) {
    clock.advance(intervalMs * 1.1);
    await idle(look);
  }
  const { commit, head, state, held, reason } = follower.status();
  assert.deepEqual([commit, head, state, held.map(({ code }) => code)], [first, other, "held", ["GX093"]]);
  assert.match(reason ?? "", new RegExp(`^commit ${other}: its history lacks .*accept: \\[${other}\\]`));
  assert.deepEqual(types(events), ["published", "held"]);
  const count = saved.length;
  clock.advance(1_000);
  follower.configure({ ...strict, rules: { ...strict.rules, skip: new Set([first]) } });
  await idle(5);
  assert.deepEqual([follower.status().commit, saved.length], [first, count], "nothing was decided by these rules");
  clock.advance(1_000);
  follower.configure({ ...strict, config: { ...settings.config, ref: "release" } });
  await idle(6);
  assert.deepEqual([follower.status().commit, follower.status().state], [other, "following"]);
});

test("settings that come during a pass are taken after it", async (t) => {
  const { source, clock, settings, follower, start, idle } = follow(t);
  const first = source.commit(good);
  const second = source.commit({ ...good, "b.yaml": peerAuthentication("b") });
  start();
  follower.configure({ ...settings, rules: { ...rules, skip: new Set([second]) } });
  await idle(1);
  clock.advance(1_000);
  await idle(2);
  assert.equal(follower.status().commit, first);
});

test("a mistake of ours is shown as such, and tried again", async (t) => {
  const { source, events, follower, start, idle } = follow(t);
  source.commit(good);
  source.failWith(new TypeError("x of https://me:secret@example.com is not a function"));
  start();
  await idle(1);
  const { lastError } = follower.status();
  assert.equal(lastError?.code, "GX099");
  assert.match(lastError?.message ?? "", /unexpected error: TypeError: x of https:\/\/\*\*\*@example\.com/);
  assert.deepEqual(types(events), ["look-failed"]);
});

test("what is published is on disk before a client has it, and the files that it was built from soon after", async (t) => {
  const order: string[] = [];
  const { source, clock, published, start, idle } = follow(t, {
    save: ({ files }) => order.push(`${files === undefined ? "without" : "with"} files at ${published.length}`) > 0,
  });
  source.commit(good);
  start();
  await idle(1);
  source.commit({ ...good, "b.yaml": peerAuthentication("b") });
  clock.advance(intervalMs * 1.1);
  await idle(2);
  assert.deepEqual(order, ["without files at 0", "with files at 1", "without files at 1", "with files at 2"]);
});

test("what could not be saved is saved after a later pass, whether or not there is a new commit", async (t) => {
  const saves: boolean[] = [];
  let full = true;
  const save = () => saves.push(!full) > 0 && !full;
  const { source, clock, published, start, idle } = follow(t, { save });
  source.commit(good);
  start();
  await idle(1);
  assert.equal(published.length, 1);
  for (const look of [2, 3, 4]) {
    full = look < 3;
    clock.advance(intervalMs * 1.1);
    await idle(look);
  }
  assert.deepEqual(saves, [false, false, true]);
});

test("with a cron expression it looks when that is due, and with backoff while the remote fails", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 0 });
  const hourly = { type: "cron", expression: "0 * * * *", timezone: "UTC" } as const;
  const { source, clock, follower, start, idle } = follow(t, { schedule: hourly });
  const advance = (ms: number) => {
    t.mock.timers.setTime(clock.now().getTime() + ms);
    clock.advance(ms);
  };
  source.commit(good);
  start();
  await idle(1);
  assert.equal(follower.status().nextPollAt, "1970-01-01T01:00:00.000Z");
  source.failWith(unreachable);
  advance(3_600_000);
  await idle(2);
  source.failWith(undefined);
  advance(1_000);
  await idle(3);
  assert.equal(follower.status().nextPollAt, "1970-01-01T02:00:00.000Z");
});
