import assert from "node:assert/strict";
import { test } from "node:test";
import { type Collection, type EncodedResource, resourceName } from "../../src/model/index.js";
import { buildCollection } from "../../src/snapshot/index.js";
import { pieceBytes } from "../../src/snapshot/join-pieces.js";
import { entriesOf } from "../support/pieces.js";
import { forSeeds, type Random } from "../support/random.js";

const maxEntryBytes = pieceBytes / 4;

/** Name and version say what the bytes are, as a content hash does. */
function entry(name: number, version: number, random: Random): EncodedResource {
  const bytes = Buffer.alloc(1 + random.below(maxEntryBytes), `${name} ${version} `);
  const position = { line: 1, column: 1 };
  return { kind: "Gateway", name: resourceName("shop", `${name}`), version: `${version}`, bytes, file: "a", position };
}

/** One entry, or a stretch of them, comes, goes or changes. */
function change(resources: Map<number, EncodedResource>, version: number, random: Random, count: number): void {
  const first = random.below(200);
  const goes = random.chance(0.4);
  for (let name = first; name < first + count; name += 1) {
    if (goes) resources.delete(name);
    else resources.set(name, entry(name, version, random));
  }
}

function check(incremental: Collection, before: Collection | undefined, single: boolean, fresh: Collection): void {
  const { pieces, ...rest } = incremental;
  assert.deepEqual({ ...rest, pieces: [] }, { ...fresh, pieces: [] });
  assert.deepEqual(entriesOf(incremental), entriesOf(fresh));
  for (const { bytes, offsets } of pieces) {
    assert.ok(bytes.buffer instanceof SharedArrayBuffer && offsets.buffer instanceof SharedArrayBuffer);
    assert.ok(pieces.length === 1 || bytes.length >= pieceBytes / 2, `a piece of ${bytes.length} bytes is left`);
    assert.ok(bytes.length <= 2 * pieceBytes + maxEntryBytes, `a piece has ${bytes.length} bytes`);
  }
  const built = pieces.filter((piece) => before?.pieces.includes(piece) !== true);
  const allocated = built.reduce((sum, { bytes, offsets }) => sum + bytes.length + offsets.byteLength, 0);
  assert.ok(!single || allocated < 5 * pieceBytes, `one entry cost ${allocated} bytes`);
}

test("however collections follow each other, each is what would be built from nothing, and one entry costs a few pieces", () => {
  forSeeds(30, (random) => {
    const resources = new Map<number, EncodedResource>();
    let collection: Collection | undefined;
    for (let version = 1; version < 40; version += 1) {
      const single = version > 5 && random.chance(0.7);
      change(resources, version, random, single ? 1 : 1 + random.below(60));
      const list = random.shuffle([...resources.values()]);
      const next = buildCollection("Gateway", list, collection);
      check(next, collection, single, buildCollection("Gateway", list));
      collection = next;
    }
  });
});
