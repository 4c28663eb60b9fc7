import assert from "node:assert/strict";
import { test } from "node:test";
import { type CommitSha, objectId } from "../../../src/model/index.js";
import type { KeptBack } from "../../../src/pipeline/commit/decide.js";
import type { PassOutcome, Publication } from "../../../src/pipeline/phases.js";
import { memorySource } from "../../support/memory-source.js";
import { type Files, replica } from "../../support/pipeline/replica.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

function published(outcome: PassOutcome): Publication {
  assert.equal(outcome.type, "decided");
  const { publication } = outcome as Extract<PassOutcome, { type: "decided" }>;
  assert.ok(publication);
  return publication;
}

/** Why head is kept back. */
function kept(outcome: PassOutcome): KeptBack {
  const [last] = outcome.type === "decided" ? outcome.state.keptBack.slice(-1) : [];
  assert.ok(last);
  return last;
}

const changed = (outcome: PassOutcome) => published(outcome).changed.map(({ kind }) => kind);
const names = (outcome: PassOutcome, kind: "PeerAuthentication" | "DestinationRule") =>
  published(outcome).live.collections.get(kind)?.names;

const base = {
  "a.yaml": peerAuthentication("a"),
  "b.yaml": peerAuthentication("b"),
  "web.yaml": destinationRule("web"),
};

test("the first pass is like any other: all blobs, all collections", async () => {
  const { source, pass } = replica();
  const first = published(await pass(base));
  assert.equal(first.changed.length, 15);
  assert.deepEqual([first.cost.files, first.cost.blobsRead, source.blobsRead], [3, 3, 3]);
});

test("a head that was seen already costs a look", async () => {
  const { source, pass, look } = replica();
  await pass(base);
  assert.equal((await look()).type, "unchanged");
  assert.deepEqual([source.looks, source.fetches], [2, 1]);
});

test("a commit of one file reads one blob and touches one collection", async () => {
  const { pass } = replica();
  const first = published(await pass(base));
  const next = published(await pass({ ...base, "b.yaml": peerAuthentication("b", "PERMISSIVE") }));
  assert.deepEqual(
    next.changed.map(({ kind }) => kind),
    ["PeerAuthentication"],
  );
  assert.equal(next.cost.blobsRead, 1);
  assert.equal(next.live.collections.get("DestinationRule"), first.live.collections.get("DestinationRule"));
});

test("resources are added, renamed, moved and deleted with their files", async () => {
  const { pass } = replica();
  await pass(base);
  const { "b.yaml": _, ...withoutB } = base;
  assert.deepEqual(names(await pass(withoutB), "PeerAuthentication"), ["shop/a"]);
  assert.deepEqual(names(await pass({ ...withoutB, "c.yaml": peerAuthentication("c") }), "PeerAuthentication"), [
    "shop/a",
    "shop/c",
  ]);
  const moved = { "moved.yaml": base["a.yaml"], "web.yaml": base["web.yaml"], "c.yaml": peerAuthentication("c") };
  assert.deepEqual(changed(await pass(moved)), []);
});

test("one error rejects the commit whole; the next pass goes on from the tree that was seen", async () => {
  const { source, pass } = replica();
  await pass(base);
  const broken = {
    ...base,
    "a.yaml": "kind: [",
    "web.yaml": destinationRule("api"),
    "x.yaml": peerAuthentication("x"),
  };
  const rejected = await pass({ ...broken, "a.yaml": peerAuthentication("a").replace("mode", "mood") });
  assert.equal(kept(rejected).type, "rejected");
  const read = source.blobsRead;
  const mended = await pass({ ...broken, "a.yaml": base["a.yaml"] });
  assert.equal(source.blobsRead - read, 0, "the file is as it is live");
  assert.deepEqual(changed(mended).sort(), ["DestinationRule", "PeerAuthentication"]);
  assert.deepEqual(names(mended, "DestinationRule"), ["shop/api"]);
  assert.deepEqual(names(mended, "PeerAuthentication"), ["shop/a", "shop/b", "shop/x"]);
});

test("the same resource in two files rejects the commit, and names both places", async () => {
  const { pass } = replica();
  const rejected = kept(await pass({ ...base, "copy.yaml": `\n${base["a.yaml"]}` }));
  const [finding] = rejected.type === "rejected" ? rejected.findings : [];
  assert.deepEqual([finding?.code, finding?.file, finding?.line], ["GX301", "copy.yaml", 2]);
  assert.match(finding?.message ?? "", /a\.yaml:1/);
});

test("a commit with nothing to serve is held, and what was live stays the base of the next", async () => {
  const { pass } = replica();
  await pass(base);
  assert.equal(kept(await pass({ "README.md": "moved" })).type, "held");
  assert.deepEqual(changed(await pass({ ...base, "b.yaml": peerAuthentication("b", "DISABLE") })), [
    "PeerAuthentication",
  ]);
});

test("files of one content are read once", async () => {
  const { source, pass } = replica();
  await pass({ "a.yaml": base["a.yaml"], "copy.yaml": base["a.yaml"] });
  assert.equal(source.blobsRead, 1);
});

const broken = { ...base, "a.yaml": peerAuthentication("a").replace("mode", "mood") };
/** A mesh of this many DestinationRules. */
const mesh = (count: number, from = 0): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${from + n}.yaml`, destinationRule(`web-${from + n}`)]));

test("an empty replica walks back to the newest commit that passes", async () => {
  const { source, look, live } = replica();
  source.commit(base);
  const good = source.commit({ ...base, "c.yaml": peerAuthentication("c") });
  const bad = source.commit(broken);
  const outcome = await look();
  assert.equal(live(), good);
  assert.deepEqual([kept(outcome).type, kept(outcome).commit], ["rejected", bad]);
  assert.equal(published(outcome).live.commit.sha, good);
});

test("a commit that removes too much is held, and so is what follows until one of them allows it", async () => {
  const { source, look, live } = replica();
  const whole = source.commit(mesh(20));
  await look();
  for (const left of [mesh(5), { ...mesh(5), ...base }]) {
    source.commit(left);
    const outcome = await look();
    const hold = kept(outcome);
    assert.deepEqual([hold.type === "held" ? hold.hold.code : "", live()], ["GX092", whole]);
  }
  const allowed = source.commit({ ...mesh(5), ...base }, { allowsDeletions: true });
  assert.deepEqual((await look()).type === "decided" && live(), allowed);
  const next = source.commit(mesh(5));
  await look();
  assert.equal(live(), next, "what is left is the measure from here on");
});

test("resources that move to other files are not removed", async () => {
  const { pass } = replica();
  await pass(mesh(20));
  const moved = Object.fromEntries(Object.entries(mesh(20)).map(([name, text]) => [`moved-${name}`, text]));
  assert.deepEqual(changed(await pass(moved)), []);
});

test("skipped commits are never live, what follows them is, and accepted ones may remove", async () => {
  const source = memorySource();
  const first = source.commit(mesh(20));
  const skipped = source.commit({ ...mesh(20), ...base });
  const skipping = replica(source, { skip: new Set([skipped]) });
  await skipping.look();
  assert.equal(skipping.live(), first);
  const less = source.commit(mesh(4));
  await skipping.look();
  assert.equal(skipping.live(), first, "it is measured against what is live");
  const accepting = replica(source, { skip: new Set([skipped]), accept: new Set([less]) });
  await accepting.look();
  assert.equal(accepting.live(), less);
});

test("rules that change are applied to the whole chain, also to what is live", async () => {
  const skip = new Set<CommitSha>();
  const { source, look, live, distrust } = replica(memorySource(), { skip });
  const first = source.commit(base);
  const second = source.commit({ ...base, "c.yaml": peerAuthentication("c") });
  await look();
  assert.equal(live(), second);
  skip.add(second);
  distrust();
  const outcome = await look();
  assert.equal(live(), first);
  assert.deepEqual(changed(outcome), ["PeerAuthentication"]);
});

test("what was kept back is not judged again when head moves on, and is still told of", async () => {
  const { source, pass } = replica();
  await pass(base);
  await pass(broken);
  const read = source.blobsRead;
  const outcome = await pass({ ...broken, "c.yaml": peerAuthentication("c") });
  assert.equal(source.blobsRead - read, 1);
  assert.equal(outcome.type === "decided" && outcome.state.keptBack.length, 2);
});

test("a replica with nothing live goes on from the head that it has decided", async () => {
  const { source, pass, live } = replica();
  await pass(broken);
  const read = source.blobsRead;
  await pass({ ...broken, "c.yaml": peerAuthentication("c") });
  assert.equal(source.blobsRead - read, 1);
  const mended = await pass({ ...base, "c.yaml": peerAuthentication("c") });
  assert.equal(live(), published(mended).live.commit.sha);
});

test("commits whose signatures do not count are held unread, and what is signed on top may be live", async () => {
  const { source, look, live } = replica();
  const first = source.commit(base);
  await look();
  const changes = { ...base, "c.yaml": peerAuthentication("c") };
  const unsigned = source.commit(changes);
  source.unsigned.add(unsigned);
  const read = source.blobsRead;
  const hold = kept(await look());
  assert.deepEqual([hold.type === "held" && hold.hold.code, live(), source.blobsRead - read], ["GX060", first, 0]);
  const signed = source.commit(changes);
  await look();
  assert.equal(live(), signed, "it vouches for all of its files, also where it changes none");
});

test("an unsigned commit that leaves the folder alone is passed over", async () => {
  const { source, look, live } = replica();
  const first = source.commit(base);
  source.unsigned.add(source.commit(base));
  const outcome = await look();
  assert.deepEqual([live(), outcome.type === "decided" && outcome.state.keptBack], [first, []]);
});

test("other keys have the whole chain decided again", async () => {
  const { source, look, live } = replica();
  const first = source.commit(base);
  const second = source.commit({ ...base, "c.yaml": peerAuthentication("c") });
  source.unsigned.add(second);
  await look();
  assert.equal(live(), first);
  source.unsigned.delete(second);
  assert.equal((await look()).type, "unchanged");
  source.trusted = "more keys";
  await look();
  assert.equal(live(), second);
  source.unsigned.add(second);
  source.trusted = "fewer keys";
  await look();
  assert.equal(live(), first);
});

test("where the highest version does not pass, the next lower one is live", async () => {
  const { source, look, live } = replica();
  const alone = { parent: null };
  const one = source.commit(mesh(20), alone);
  const two = source.commit({ ...mesh(20), ...base }, alone);
  source.follow([
    ["1", one],
    ["2", two],
    ["3", source.commit(broken, alone)],
    ["4", source.commit(mesh(4), alone)],
  ]);
  const outcome = await look();
  assert.equal(live(), two);
  assert.equal(kept(outcome).type, "held", "it is measured against the version that is live before it");
  source.follow([
    ["1", one],
    ["2", source.commit({ ...broken, ...mesh(20) }, alone)],
  ]);
  await look();
  assert.equal(live(), one, "a tag that moved is decided anew");
  const before = source.blobsRead;
  source.follow([
    ["1", one],
    ["1.1", source.commit({ ...mesh(20), ...base }, alone)],
  ]);
  await look();
  assert.equal(source.blobsRead - before, 1);
  assert.equal((await look()).type, "unchanged");
});

test("versions that were kept back are judged again only where a tag up to them has changed", async () => {
  const { source, look, live } = replica();
  const alone = { parent: null };
  const one = source.commit(base, alone);
  const two = source.commit({ ...broken, "c.yaml": peerAuthentication("c") }, alone);
  const three = source.commit({ ...broken, "d.yaml": peerAuthentication("d") }, alone);
  const keptAfter = async (...tags: [string, CommitSha][]) => {
    source.follow(tags);
    const read = source.blobsRead;
    const outcome = await look();
    assert.ok(outcome.type === "decided");
    return [live(), outcome.state.keptBack.map(({ commit }) => commit), source.blobsRead - read];
  };
  assert.deepEqual((await keptAfter(["1", one], ["2", two])).slice(0, 2), [one, [two]]);
  assert.deepEqual(await keptAfter(["1", one], ["2", two], ["3", three]), [one, [two, three], 1]);
  assert.deepEqual((await keptAfter(["1", one], ["3", three])).slice(0, 2), [one, [three]]);
});

test("a version's tag that was made anew for the same commit is judged anew", async () => {
  const { source, look, live } = replica();
  const one = source.commit(base, { parent: null });
  const two = source.commit({ ...base, "c.yaml": peerAuthentication("c") }, { parent: null });
  const follow = (tagId: string) =>
    source.follow([
      ["1", one],
      ["2", two, objectId(tagId.repeat(40))],
    ]);
  source.unsigned.add(two);
  follow("a");
  await look();
  assert.equal(live(), one);
  source.unsigned.delete(two);
  assert.equal((await look()).type, "unchanged");
  follow("b");
  await look();
  assert.equal(live(), two);
});

test("a branch that is rewritten is decided from its own history", async () => {
  const { source, look, live } = replica();
  const first = source.commit(base);
  source.commit({ ...base, "c.yaml": peerAuthentication("c") });
  await look();
  const other = source.commit({ ...base, "d.yaml": peerAuthentication("d") }, { parent: first });
  await look();
  assert.equal(live(), other);
  source.commit(broken, { parent: first });
  await look();
  assert.equal(live(), first, "the newest of its history that passes, not what another history had");
  source.commit(broken, { parent: null });
  await look();
  assert.equal(live(), first, "where nothing passes, what is served stays");
});
