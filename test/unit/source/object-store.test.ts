import assert from "node:assert/strict";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { deflateSync } from "node:zlib";
import { GitxdsError, type ObjectId, objectId } from "../../../src/model/index.js";
import { isDamaged, isMissing } from "../../../src/source/errors.js";
import { hashObject } from "../../../src/source/git-object.js";
import { ObjectStore } from "../../../src/source/object-store.js";
import { parsePackIndex } from "../../../src/source/pack-index.js";
import { literalDelta, packEntry, packIndex, writePack } from "../../support/git/pack-writer.js";
import { scratch } from "../../support/git/repository.js";

function objectsFolder(t: TestContext): string {
  const folder = scratch();
  t.after(folder.remove);
  return folder.path;
}

function open(t: TestContext, objects: string): ObjectStore {
  const store = new ObjectStore([objects], "remedy");
  t.after(() => store.close());
  return store;
}

const text = (value: string) => Buffer.from(value);
const blobId = (value: string) => hashObject("blob", text(value));
const anyId = objectId("ab".repeat(20));

function writeLoose(objects: string, id: ObjectId, deflated: Uint8Array): void {
  mkdirSync(join(objects, id.slice(0, 2)), { recursive: true });
  writeFileSync(join(objects, id.slice(0, 2), id.slice(2)), deflated);
}

test("an object is read from a pack, through deltas, and from a loose file", (t) => {
  const objects = objectsFolder(t);
  writePack(objects, [
    { id: blobId("base"), bytes: packEntry("blob", text("base")) },
    { id: blobId("next"), bytes: packEntry("ref", literalDelta(4, text("next")), { base: blobId("base") }) },
    { id: blobId("last!"), bytes: packEntry("ref", literalDelta(4, text("last!")), { base: blobId("next") }) },
  ]);
  writeLoose(objects, blobId("loose"), deflateSync(text("blob 5\0loose")));
  const store = open(t, objects);
  for (const content of ["last!", "base", "next", "loose", "last!"]) {
    assert.equal(Buffer.from(store.read(blobId(content)).bytes).toString(), content);
    assert.equal(store.sizes([blobId(content)]).get(blobId(content)), content.length);
  }
});

test("a size is found behind a long Huffman table, in a delta and in a loose file", (t) => {
  const objects = objectsFolder(t);
  // Bytes of very uneven frequency: the table that comes first in the compressed form takes more than 100 bytes.
  const content = Buffer.from(Array.from({ length: 8000 }, (_, index) => 256 * ((index * 0.618) % 1) ** 3));
  const loose = Buffer.concat([text("loose "), content]);
  const [id, looseId] = [content, loose].map((bytes) => hashObject("blob", bytes)) as [ObjectId, ObjectId];
  writePack(objects, [
    { id: blobId("base"), bytes: packEntry("blob", text("base")) },
    { id, bytes: packEntry("ref", literalDelta(4, content), { base: blobId("base") }) },
  ]);
  writeLoose(objects, looseId, deflateSync(Buffer.concat([text(`blob ${loose.length}\0`), loose])));
  assert.deepEqual([...open(t, objects).sizes([id, looseId]).values()], [content.length, loose.length]);
});

test("a base may be in another pack", (t) => {
  const objects = objectsFolder(t);
  writePack(objects, [{ id: blobId("base"), bytes: packEntry("blob", text("base")) }]);
  writePack(objects, [
    { id: blobId("next"), bytes: packEntry("ref", literalDelta(4, text("next")), { base: blobId("base") }) },
  ]);
  assert.equal(Buffer.from(open(t, objects).read(blobId("next")).bytes).toString(), "next");
});

test("a bulk read gives each blob once, whatever the order and however often it is asked for", async (t) => {
  const objects = objectsFolder(t);
  const contents = Array.from({ length: 450 }, (_, index) => `content ${index}`);
  writePack(
    objects,
    contents.map((content) => ({ id: blobId(content), bytes: packEntry("blob", text(content)) })),
  );
  const ids = contents.map(blobId).sort();
  const seen = new Map<string, string>();
  await open(t, objects).readBlobs([...ids, ...ids], (id, bytes) => {
    assert.ok(!seen.has(id));
    seen.set(id, Buffer.from(bytes).toString());
  });
  assert.deepEqual([...seen.values()].sort(), [...contents].sort());
});

test("an object that is nowhere is missing, and is found once its pack appears", (t) => {
  const objects = objectsFolder(t);
  const store = open(t, objects);
  assert.throws(() => store.read(blobId("late")), isMissing);
  writePack(objects, [{ id: blobId("late"), bytes: packEntry("blob", text("late")) }]);
  assert.equal(Buffer.from(store.read(blobId("late")).bytes).toString(), "late");
});

test("bytes that do not match their id are damaged, packed or loose", (t) => {
  const objects = objectsFolder(t);
  writePack(objects, [{ id: blobId("right"), bytes: packEntry("blob", text("wrong")) }]);
  writeLoose(objects, anyId, deflateSync(text("blob 5\0loose")));
  const store = open(t, objects);
  assert.throws(() => store.read(blobId("right")), isDamaged);
  assert.throws(() => store.read(anyId), isDamaged);
});

test("deltas that lead in a circle end in an error, within one pack and across two", (t) => {
  const objects = objectsFolder(t);
  const [a, b, c, d] = ["a", "b", "c", "d"].map(blobId) as [ObjectId, ObjectId, ObjectId, ObjectId];
  const delta = literalDelta(1, text("x"));
  writePack(objects, [
    { id: a, bytes: packEntry("ref", delta, { base: b }) },
    { id: b, bytes: packEntry("ref", delta, { base: a }) },
    { id: c, bytes: packEntry("ref", delta, { base: d }) },
  ]);
  writePack(objects, [{ id: d, bytes: packEntry("ref", delta, { base: c }) }]);
  const store = open(t, objects);
  assert.throws(() => store.read(a), isDamaged);
  assert.throws(() => store.read(c), isDamaged);
});

const hostile: readonly (readonly [string, Buffer])[] = [
  ["inflates to more than announced", packEntry("blob", Buffer.alloc(1_000_000), { size: 10 })],
  ["inflates to less than announced", packEntry("blob", text("short"), { size: 100 })],
  ["is not compressed at all", Buffer.from([0x35, 1, 2, 3, 4, 5, 6, 7])],
  ["has an unknown type", Buffer.from([0x55, 1, 2, 3])],
  ["has a base before the pack", Buffer.from([0x65, 0xff, 0xff, 0x7f, 1, 2])],
];
for (const [what, bytes] of hostile) {
  test(`a packed object that ${what} is damaged`, (t) => {
    const objects = objectsFolder(t);
    writePack(objects, [{ id: anyId, bytes }]);
    assert.throws(() => open(t, objects).read(anyId), isDamaged);
  });
}

test("an object that announces gigabytes is refused before anything is inflated", (t) => {
  const objects = objectsFolder(t);
  writePack(objects, [{ id: anyId, bytes: packEntry("blob", text("bomb"), { size: 5 * 2 ** 30 }) }]);
  assert.throws(
    () => open(t, objects).read(anyId),
    (error) => error instanceof GitxdsError && error.code === "GX023",
  );
});

test("a loose object that inflates without end, or lies about its size, is damaged", (t) => {
  const objects = objectsFolder(t);
  const other = objectId("cd".repeat(20));
  writeLoose(objects, anyId, deflateSync(Buffer.alloc(80 * 2 ** 20)));
  writeLoose(objects, other, deflateSync(text("blob 99\0loose")));
  const store = open(t, objects);
  assert.throws(() => store.read(anyId), isDamaged);
  assert.throws(() => store.read(other), isDamaged);
});

test("a truncated pack is damaged, at whatever byte it ends", (t) => {
  const content = "some content that is long enough to be cut";
  const whole = packEntry("blob", text(content)).length + 12;
  for (let length = 0; length < whole; length += 3) {
    const objects = objectsFolder(t);
    const path = writePack(objects, [{ id: blobId(content), bytes: packEntry("blob", text(content)) }]);
    truncateSync(path, length);
    assert.throws(() => open(t, objects).read(blobId(content)), isDamaged, `cut at ${length}`);
  }
});

test("an index finds every id and no other, and one that is cut off or malformed is refused", () => {
  const ids = Array.from({ length: 300 }, (_, index) => blobId(`id ${index}`));
  const bytes = packIndex(
    ids.map((id, index) => ({ id, offset: 12 + index })),
    anyId,
  );
  const index = parsePackIndex(bytes, "test.idx");
  assert.equal(index.count, 300);
  for (const [position, id] of ids.entries()) assert.equal(index.find(Buffer.from(id, "hex")), 12 + position);
  assert.equal(index.find(Buffer.from(anyId, "hex")), undefined);
  assert.equal(index.find(Buffer.alloc(20)), undefined);
  assert.equal(index.find(Buffer.alloc(20, 0xff)), undefined);
  for (const length of [0, 7, 1_000, 1_072, bytes.length - 41]) {
    assert.throws(() => parsePackIndex(bytes.subarray(0, length), "test.idx"), isDamaged, `cut at ${length}`);
  }
  const unsorted = Buffer.from(bytes);
  unsorted.writeUInt32BE(0xffff, 8);
  assert.throws(() => parsePackIndex(unsorted, "test.idx"), isDamaged);
});

test("an index that is still being written does not disturb the other packs", (t) => {
  const objects = objectsFolder(t);
  const path = writePack(objects, [{ id: blobId("kept"), bytes: packEntry("blob", text("kept")) }]);
  const half = readFileSync(path.replace(/pack$/, "idx")).subarray(0, 100);
  writeFileSync(join(objects, "pack", `pack-${"ef".repeat(20)}.idx`), half);
  assert.equal(Buffer.from(open(t, objects).read(blobId("kept")).bytes).toString(), "kept");
});
