import assert from "node:assert/strict";
import { test } from "node:test";
import { type Collection, type EncodedResource, resourceName } from "../../../src/model/index.js";
import { buildCollections } from "../../../src/snapshot/index.js";
import { mergeCollections } from "../../../src/snapshot/merge.js";
import { forSeeds } from "../../support/random.js";

function entry(namespace: string, name: string): EncodedResource {
  const bytes = Buffer.from(`${namespace}/${name} `.repeat(name.length));
  const position = { line: 1, column: 1 };
  return { kind: "Gateway", name: resourceName(namespace, name), version: `v${name}`, bytes, file: "a", position };
}

function collectionOf(resources: readonly EncodedResource[]): Collection {
  return buildCollections(resources, undefined, new Set()).get("Gateway") ?? assert.fail();
}

test("what is merged is what would be built of all resources together, to the byte", () => {
  forSeeds(100, (random) => {
    const all = ["a", "b", "c", "a-b", "z"].flatMap((namespace) =>
      random.subset(["x", "xy", "y-1", "zzz"], 0.5).map((name) => entry(namespace, name)),
    );
    const parts: EncodedResource[][] = [[], [], []];
    for (const resource of all) random.pick(parts).push(resource);
    const [first, ...others] = parts.map(collectionOf);
    assert.ok(first);
    const merged = mergeCollections([first, ...others]);
    assert.deepEqual(merged, collectionOf(all));
    assert.ok(merged.bytes.buffer instanceof SharedArrayBuffer);
  });
});

test("one collection among empty ones is taken as it is, without a copy", () => {
  const only = collectionOf([entry("shop", "edge")]);
  assert.equal(mergeCollections([collectionOf([]), only, collectionOf([])]), only);
});
