import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { GateRules } from "../../src/gate/index.js";
import type { CommitSha } from "../../src/model/index.js";
import { scratch } from "../support/git/repository.js";
import { memorySource } from "../support/memory-source.js";
import { lastGoodIn } from "../support/pipeline/last-good.js";
import { type Files, replica } from "../support/pipeline/replica.js";
import { forSeedsAsync, type Random } from "../support/random.js";
import { destinationRule, peerAuthentication } from "../support/yaml.js";

const paths = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}.yaml`);
const many: Files = Object.fromEntries(
  Array.from({ length: 12 }, (_, n) => [`rule-${n}.yaml`, destinationRule(`web-${n}`)]),
);

/** One or two resources of six, so that files come to define the same; some of them wrong. */
function content(random: Random): string {
  const resource = () =>
    peerAuthentication(`p${random.below(6)}`, random.pick(["STRICT", "STRICT", "DISABLE", "PERMISSIVE", "strict"]));
  return random.chance(0.3) ? `${resource()}---\n${resource()}` : resource();
}

/** Some files change, come and go, move; at times many of them break, or go. */
function nextFiles(random: Random, last: Files): Files {
  const next = new Map(Object.entries(last));
  for (const path of random.subset(paths, 0.25)) {
    if (random.chance(0.2)) next.delete(path);
    else next.set(path, content(random));
  }
  const [from, to] = [random.pick(paths), random.pick(paths)];
  const moved = next.get(from);
  if (moved !== undefined && random.chance(0.1)) {
    next.delete(from);
    next.set(to, moved);
  }
  if (random.chance(0.1))
    for (const path of Object.keys(many)) next.set(path, "apiVersion: security.istio.io/v1\nkind: {");
  if (random.chance(0.05)) for (const path of Object.keys(many)) next.delete(path);
  if (random.chance(0.2)) for (const [path, text] of Object.entries(many)) next.set(path, text);
  return Object.fromEntries(next);
}

/** Replicas with different pasts, which look now and then; all have to serve what one serves that starts now. */
async function agree(random: Random, commits: number, folder: string, rules: Partial<GateRules> = {}): Promise<void> {
  const source = memorySource();
  const skip = new Set<CommitSha>();
  const own = { ...rules, skip, onInvalid: "keep-last-good" } as const;
  const [early, rare] = [replica(source, own), replica(source, own)];
  let files = many;
  const history = [files];
  for (let n = 0; n < commits; n += 1) {
    files = random.chance(0.1) ? random.pick(history) : nextFiles(random, files);
    history.push(files);
    const sha = source.commit(files, { allowsDeletions: random.chance(0.1) });
    if (random.chance(0.05)) skip.add(sha);
    if (random.chance(0.8)) await early.look();
    if (random.chance(0.2)) await rare.look();
    if (random.chance(0.1)) early.restart(lastGoodIn(folder));
    if (!random.chance(0.2)) continue;
    const fresh = replica(source, own);
    await fresh.look();
    // Where nothing passes, one that runs keeps what it has.
    if (fresh.live() === undefined) continue;
    const shown = [];
    for (const one of [fresh, early, rare]) {
      await one.look();
      shown.push([one.live(), one.versions(), one.partial()]);
    }
    const [expected, ...others] = shown;
    for (const other of others) assert.deepEqual(other, expected, `commit ${n + 1}`);
  }
}

test("replicas that keep files as they were come to serve the same, whatever they saw of it", async (t) => {
  const folder = scratchFolder(t);
  await forSeedsAsync(20, (random) => agree(random, 30, stateIn(folder)));
});

test("they do so, too, where files stay broken for longer than a replica looks back", async (t) => {
  const folder = scratchFolder(t);
  await forSeedsAsync(4, (random) => agree(random, 120, stateIn(folder), { maxDeletions: 1, allowEmpty: true }));
});

function scratchFolder(t: TestContext): string {
  const { path, remove } = scratch();
  t.after(remove);
  return path;
}

/** Each run has its own, or it would begin with what another left. */
function stateIn(folder: string): string {
  return mkdtempSync(join(folder, "state-"));
}
