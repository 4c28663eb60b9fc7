import assert from "node:assert/strict";
import { test } from "node:test";
import { type Collection, type EncodedResource, resourceName } from "../../../src/model/index.js";
import { buildCollections } from "../../../src/snapshot/index.js";
import { mergeCollections } from "../../../src/snapshot/merge.js";
import { entriesOf } from "../../support/pieces.js";
import { forSeeds } from "../../support/random.js";

function entry(namespace: string, name: string): EncodedResource {
  const bytes = Buffer.from(`${namespace}/${name} `.repeat(name.length));
  const position = { line: 1, column: 1 };
  return { kind: "Gateway", name: resourceName(namespace, name), version: `v${name}`, bytes, file: "a", position };
}

function collectionOf(resources: readonly EncodedResource[]): Collection {
  return buildCollections(resources, undefined, new Set()).get("Gateway") ?? assert.fail();
}

/** Enough bytes that a few of them are cut rather than copied. */
function large(namespace: string, name: string): EncodedResource {
  return { ...entry(namespace, name), bytes: Buffer.alloc(5_000, `${namespace}/${name}`) };
}

function check(merged: Collection, resources: readonly EncodedResource[]): void {
  const { pieces: _, ...built } = collectionOf(resources);
  const { pieces, ...rest } = merged;
  assert.deepEqual(rest, built);
  assert.deepEqual(entriesOf(merged), entriesOf(collectionOf(resources)));
  for (const { bytes, offsets } of pieces) {
    assert.ok(bytes.buffer instanceof SharedArrayBuffer && offsets.buffer instanceof SharedArrayBuffer);
  }
}

const namespaces = ["a", "b", "c", "a-b", "z"];

for (const [what, make] of [
  ["small", entry],
  ["large", large],
] as const) {
  test(`what is merged of ${what} resources is what would be built of all of them together, to the byte`, () => {
    forSeeds(100, (random) => {
      const byNamespace = random.chance(0.5);
      const parts: EncodedResource[][] = [[], [], []];
      for (const namespace of namespaces) {
        const owner = random.pick(parts);
        for (const name of random.subset(["x", "xy", "y-1", "zzz"], 0.5)) {
          (byNamespace ? owner : random.pick(parts)).push(make(namespace, name));
        }
      }
      const [first, ...others] = parts.map(collectionOf);
      assert.ok(first);
      check(mergeCollections([first, ...others]), parts.flat());
    });
  });
}

test("runs of names are cut out of what is merged, without a copy", () => {
  const names = ["1", "2", "3"];
  const outer = ["a", "c"].flatMap((namespace) => names.map((name) => large(namespace, name)));
  const inner = names.map((name) => large("b", name));
  const parts = [collectionOf(outer), collectionOf(inner)] as const;
  const merged = mergeCollections(parts);
  check(merged, [...outer, ...inner]);
  const [ofOuter, ofInner] = parts.map(({ pieces }) => pieces[0]?.bytes.buffer);
  assert.deepEqual(
    merged.pieces.map(({ bytes: { buffer } }) => (buffer === ofOuter ? "outer" : buffer === ofInner && "inner")),
    ["outer", "inner", "outer"],
  );
});

test("where the names of two alternate, what is short is gathered", () => {
  const resources = Array.from({ length: 1_000 }, (_, index) => entry("shop", `name-${index + 1_000}`));
  const merged = mergeCollections([
    collectionOf(resources.filter((_, index) => index % 2 === 0)),
    collectionOf(resources.filter((_, index) => index % 2 === 1)),
  ]);
  check(merged, resources);
  assert.ok(merged.pieces.length < 5);
});

test("one collection among empty ones is taken as it is, without a copy", () => {
  const only = collectionOf([entry("shop", "edge")]);
  assert.equal(mergeCollections([collectionOf([]), only, collectionOf([])]), only);
});
