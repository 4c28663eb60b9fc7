import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type LiveCommit,
  type PassContext,
  type PassOutcome,
  runPass,
  type SeenCommit,
} from "../../../src/pipeline/phases.js";
import { systemClock } from "../../../src/util/clock.js";
import { loadValidator } from "../../../src/validate/index.js";
import { type MemorySource, memorySource } from "../../support/memory-source.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

const validator = await loadValidator();

/** Passes one after another, each going on from what the one before saw and published, as a follower does. */
function passes(source: MemorySource): (files?: Readonly<Record<string, string>>) => Promise<PassOutcome> {
  const context: PassContext = {
    source,
    config: { name: "mesh", url: "memory", ref: null, path: "", include: [], exclude: [] },
    allowEmpty: false,
    digest: { validator, defaultNamespace: "default", domainSuffix: "cluster.local" },
    clock: systemClock,
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  let seen: SeenCommit | undefined;
  let live: LiveCommit | undefined;
  return async (files) => {
    if (files !== undefined) source.commit(files);
    const outcome = await runPass(context, seen, live);
    if (outcome.type !== "unchanged") seen = outcome.seen;
    if (outcome.type === "published") live = outcome.live;
    return outcome;
  };
}

function published(outcome: PassOutcome): Extract<PassOutcome, { type: "published" }> {
  assert.equal(outcome.type, "published");
  return outcome as Extract<PassOutcome, { type: "published" }>;
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
  const source = memorySource();
  const first = published(await passes(source)(base));
  assert.equal(first.changed.length, 15);
  assert.deepEqual([first.cost.files, first.cost.blobsRead, source.blobsRead], [3, 3, 3]);
});

test("a head that was seen already costs a look", async () => {
  const source = memorySource();
  const pass = passes(source);
  await pass(base);
  assert.equal((await pass()).type, "unchanged");
  assert.deepEqual([source.looks, source.fetches], [2, 1]);
});

test("a commit of one file reads one blob and touches one collection", async () => {
  const source = memorySource();
  const pass = passes(source);
  const first = published(await pass(base));
  const next = published(await pass({ ...base, "b.yaml": peerAuthentication("b", "PERMISSIVE") }));
  assert.deepEqual(changed(next), ["PeerAuthentication"]);
  assert.equal(next.cost.blobsRead, 1);
  assert.equal(next.live.collections.get("DestinationRule"), first.live.collections.get("DestinationRule"));
});

test("resources are added, renamed, moved and deleted with their files", async () => {
  const pass = passes(memorySource());
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
  const source = memorySource();
  const pass = passes(source);
  await pass(base);
  const broken = {
    ...base,
    "a.yaml": "kind: [",
    "web.yaml": destinationRule("api"),
    "x.yaml": peerAuthentication("x"),
  };
  const rejected = await pass({ ...broken, "a.yaml": peerAuthentication("a").replace("mode", "mood") });
  assert.equal(rejected.type, "rejected");
  const read = source.blobsRead;
  const mended = published(await pass({ ...broken, "a.yaml": base["a.yaml"] }));
  assert.equal(source.blobsRead - read, 1);
  assert.deepEqual(changed(mended).sort(), ["DestinationRule", "PeerAuthentication"]);
  assert.deepEqual(names(mended, "DestinationRule"), ["shop/api"]);
  assert.deepEqual(names(mended, "PeerAuthentication"), ["shop/a", "shop/b", "shop/x"]);
});

test("the same resource in two files rejects the commit, and names both places", async () => {
  const outcome = await passes(memorySource())({ ...base, "copy.yaml": `\n${base["a.yaml"]}` });
  assert.equal(outcome.type, "rejected");
  const [finding] = (outcome as Extract<PassOutcome, { type: "rejected" }>).findings;
  assert.deepEqual([finding?.code, finding?.file, finding?.line], ["GX301", "copy.yaml", 2]);
  assert.match(finding?.message ?? "", /a\.yaml:1/);
});

test("a commit with nothing to serve is held, and what was live stays the base of the next", async () => {
  const pass = passes(memorySource());
  await pass(base);
  assert.equal((await pass({ "README.md": "moved" })).type, "held");
  assert.deepEqual(changed(await pass({ ...base, "b.yaml": peerAuthentication("b", "DISABLE") })), [
    "PeerAuthentication",
  ]);
});

test("files of one content are read once", async () => {
  const source = memorySource();
  const outcome = await passes(source)({ "a.yaml": base["a.yaml"], "copy.yaml": base["a.yaml"] });
  assert.equal(outcome.type, "rejected");
  assert.equal(source.blobsRead, 1);
});
