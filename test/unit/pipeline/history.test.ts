import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommitSha } from "../../../src/model/index.js";
import { allKeptBack, type PassOutcome } from "../../../src/pipeline/phases.js";
import { memorySource } from "../../support/memory-source.js";
import { type Files, replica } from "../../support/pipeline/replica.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

const base: Files = { "a.yaml": peerAuthentication("a") };
const broken: Files = { "a.yaml": peerAuthentication("a", "strict") };
const plus = (name: string): Files => ({ ...base, [`${name}.yaml`]: peerAuthentication(name) });

/** A replica that follows fast-forwards only, and its list of accepted commits. */
function strict(accept: Set<CommitSha> = new Set()) {
  const source = memorySource();
  const one = replica(source, { history: "fast-forward", accept });
  /** What is kept back, by code, and what is live. */
  const look = async () => [codes(await one.look()), one.live()] as const;
  return { source, look, distrust: one.distrust, accept };
}

function codes(outcome: PassOutcome): readonly string[] {
  if (outcome.type === "unchanged") return ["unchanged"];
  return allKeptBack(outcome.state).map((kept) => (kept.type === "held" ? kept.hold.code : kept.type));
}

test("a branch that was rewritten is held whole until a commit of it follows what is live again", async () => {
  const { source, look } = strict();
  const first = source.commit(base);
  const live = source.commit(plus("b"));
  assert.deepEqual(await look(), [[], live]);
  source.commit(plus("c"), { parent: first });
  const read = source.blobsRead;
  assert.deepEqual(await look(), [["GX093"], live]);
  assert.deepEqual(await look(), [["unchanged"], live], "one look finds it held already");
  source.commit(plus("d"));
  assert.deepEqual(await look(), [["GX093"], live], "what is built upon it is held, too");
  assert.equal(source.blobsRead, read, "none of it is read");
  const next = source.commit(plus("e"), { parent: live });
  assert.deepEqual(await look(), [[], next]);
});

test("the message names both commits, and the remedy the line that accepts head", async () => {
  const { source, look } = strict();
  const live = source.commit(base);
  await look();
  const one = replica(source, { history: "fast-forward" });
  await one.look();
  const head = source.commit(plus("b"), { parent: null });
  const outcome = await one.look();
  const [kept] = outcome.type === "decided" ? allKeptBack(outcome.state) : [];
  assert.ok(kept?.type === "held" && kept.unread);
  assert.equal(kept.commit, head);
  assert.equal(kept.hold.message, `its history lacks the live commit ${live} (history: fast-forward)`);
  assert.match(kept.hold.remedy, new RegExp(`add accept: \\[${head}\\] .*; else push a commit that follows ${live}`));
});

test("a branch that was moved back is held, and what was live may come again", async () => {
  const { source, look } = strict();
  const first = source.commit(base);
  const second = source.commit(plus("b"));
  await look();
  source.reset(first);
  assert.deepEqual(await look(), [["GX093"], second]);
  source.reset(second);
  assert.deepEqual(await look(), [[], second]);
  assert.deepEqual(await look(), [["unchanged"], second]);
});

test("a head that was rejected, and was never live, may be replaced", async () => {
  const { source, look } = strict();
  const first = source.commit(base);
  await look();
  source.commit(broken);
  assert.deepEqual(await look(), [["rejected"], first]);
  const amended = source.commit(plus("b"), { parent: first });
  assert.deepEqual(await look(), [[], amended]);
});

test("a rewritten branch is taken once its head is accepted, or a commit that its head follows", async () => {
  for (const which of ["head", "before"] as const) {
    const { source, look, distrust, accept } = strict();
    const first = source.commit(base);
    source.commit(plus("b"));
    await look();
    const before = source.commit(plus("c"), { parent: first });
    const head = source.commit({ ...plus("c"), ...plus("d") });
    assert.deepEqual((await look())[0], ["GX093"]);
    accept.add(which === "head" ? head : before);
    distrust();
    assert.deepEqual(await look(), [[], head], which);
    source.commit(plus("e"), { parent: first });
    assert.deepEqual(await look(), [["GX093"], head], "what was accepted is now what has to be followed");
  }
});

test("a commit that was accepted long before lets no rewritten branch through, unless head is that commit", async () => {
  const { source, look, distrust, accept } = strict();
  const first = source.commit(base);
  const second = source.commit(plus("b"));
  await look();
  accept.add(first);
  distrust();
  source.commit(plus("c"), { parent: first });
  assert.deepEqual(await look(), [["GX093"], second]);
  source.reset(first);
  assert.deepEqual(await look(), [[], first]);
});

test("a head that is known to the list before it is pushed is taken at once, all the way to it", async () => {
  const { source, look, accept } = strict();
  source.commit(base);
  await look();
  source.commit(plus("b"), { parent: null });
  await look();
  accept.add(source.commit(broken));
  const [, rejected] = [await look(), await look()];
  assert.deepEqual(rejected[0], ["unchanged"]);
  const mended = source.commit(plus("c"));
  assert.deepEqual(await look(), [[], mended]);
});

test("what is accepted has to be valid all the same", async () => {
  const { source, look, distrust, accept } = strict();
  const live = source.commit(base);
  await look();
  accept.add(source.commit(broken, { parent: null }));
  distrust();
  assert.deepEqual(await look(), [["rejected"], live]);
});

test("a merge may bring the live commit in by any parent; what it is merged into is not served alone", async () => {
  for (const mergeIsValid of [true, false]) {
    const { source, look } = strict();
    const first = source.commit(base);
    const live = source.commit(plus("b"));
    await look();
    const other = source.commit(plus("c"), { parent: first });
    const merge = source.commit(mergeIsValid ? { ...plus("b"), ...plus("c") } : broken, {
      parent: other,
      merging: live,
    });
    assert.deepEqual(await look(), mergeIsValid ? [[], merge] : [["rejected"], live]);
  }
});

test("a merge that brings the live commit in is measured against it", async () => {
  const { source, look } = strict();
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.yaml`, destinationRule(`web-${n}`)]));
  const first = source.commit(base);
  const live = source.commit({ ...base, ...many });
  await look();
  const other = source.commit(plus("c"), { parent: first });
  source.commit(plus("c"), { parent: other, merging: live });
  assert.deepEqual(await look(), [["GX092"], live]);
});

test("the first commit is taken as it is, and with history any so is every other", async () => {
  const { source, look } = strict();
  const alone = source.commit(base, { parent: null });
  assert.deepEqual(await look(), [[], alone]);
  const loose = replica(source);
  await loose.look();
  const other = source.commit(plus("b"), { parent: null });
  await loose.look();
  assert.equal(loose.live(), other);
});

test("a version that does not follow the live one is held, a lower one too", async () => {
  const { source, look } = strict();
  const one = source.commit(base);
  const two = source.commit(plus("b"));
  const three = source.commit(plus("c"), { parent: one });
  source.follow([
    ["1", one],
    ["2", two],
  ]);
  assert.deepEqual(await look(), [[], two]);
  source.follow([["1", one]]);
  assert.deepEqual(await look(), [["GX093"], two], "a tag that was taken away moves nothing back");
  source.follow([
    ["1", one],
    ["2", three],
  ]);
  assert.deepEqual(await look(), [["GX093"], two], "a tag that was moved");
  const four = source.commit(plus("d"), { parent: two });
  source.follow([
    ["1", one],
    ["2", two],
    ["3", four],
  ]);
  assert.deepEqual(await look(), [[], four]);
});
