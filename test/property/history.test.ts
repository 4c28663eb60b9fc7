import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { CommitSha } from "../../src/model/index.js";
import { scratch } from "../support/git/repository.js";
import { memorySource } from "../support/memory-source.js";
import { lastGoodIn } from "../support/pipeline/last-good.js";
import { replica } from "../support/pipeline/replica.js";
import { forSeedsAsync, type Random } from "../support/random.js";
import { peerAuthentication } from "../support/yaml.js";

const steps = 40;

/** A branch that is built upon, rewritten, moved back and merged into others, whatever its files say. */
async function follow(random: Random, folder: string): Promise<void> {
  const source = memorySource();
  const accept = new Set<CommitSha>();
  const one = replica(source, { history: "fast-forward", accept });
  const behind = new Map<CommitSha, ReadonlySet<CommitSha>>();
  for (let n = 0; n < steps; n += 1) {
    const before = one.live();
    const known = [...behind.keys()].slice(-8);
    if (known.length > 0 && random.chance(0.1)) source.reset(random.pick(known));
    else {
      const files = { "a.yaml": peerAuthentication("a", random.pick(["STRICT", "DISABLE", "PERMISSIVE", "strict"])) };
      const parent = random.chance(0.3) && known.length > 0 ? random.pick(known) : [...behind.keys()].at(-1);
      const merging = random.chance(0.2) && known.length > 0 ? random.pick(known) : undefined;
      const sha = source.commit(files, { parent: parent ?? null, ...(merging && { merging }) });
      behind.set(sha, new Set([sha, ...[parent, merging].flatMap((at) => [...((at && behind.get(at)) ?? [])])]));
      if (random.chance(0.05)) accept.add(sha);
    }
    await one.look();
    if (random.chance(0.1)) one.restart(lastGoodIn(folder));
    const live = one.live();
    if (before === undefined || live === undefined || behind.get(live)?.has(before)) continue;
    const { commit: head } = await source.look(new AbortController().signal);
    const isNew = (sha: CommitSha) => behind.get(head)?.has(sha) === true && !behind.get(before)?.has(sha);
    assert.ok(accept.has(head) || [...accept].some(isNew), `step ${n + 1}: ${live} after ${before}`);
  }
}

test("what is live is in the history of what comes next, over restarts too, unless that was accepted", async (t) => {
  const folder = scratchFolder(t);
  await forSeedsAsync(60, (random) => follow(random, mkdtempSync(join(folder, "state-"))));
});

function scratchFolder(t: TestContext): string {
  const { path, remove } = scratch();
  t.after(remove);
  return path;
}
