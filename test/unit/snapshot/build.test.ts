import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../../src/collections/kinds.js";
import type { EncodedResource, KindName } from "../../../src/model/index.js";
import { resourceName } from "../../../src/model/index.js";
import { buildCollections, changedCollections } from "../../../src/snapshot/index.js";

function entry(kind: KindName, name: string, version = "1"): EncodedResource {
  const bytes = Buffer.from(`${name} ${version}`);
  return { kind, name: resourceName("shop", name), version, bytes, file: "a.yaml", position: { line: 1, column: 1 } };
}

const mesh = [entry("VirtualService", "web"), entry("VirtualService", "api"), entry("Gateway", "edge")];
const all = (resources: readonly EncodedResource[]) => buildCollections(resources, undefined, new Set());

test("every kind has a collection, and its resources are sorted by name", () => {
  const collections = all(mesh);
  assert.deepEqual([...collections.keys()].sort(), kinds.map(({ kind }) => kind).sort());
  assert.deepEqual(collections.get("VirtualService")?.names, ["shop/api", "shop/web"]);
  assert.deepEqual(collections.get("Sidecar")?.names, []);
});

test("a small collection is one piece, in which entry i lies between offsets i and i + 1, framed as it goes on the wire", () => {
  const [piece = assert.fail(), ...others] = all(mesh).get("VirtualService")?.pieces ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual([...piece.offsets], [0, 7, 14]);
  assert.deepEqual(Buffer.from(piece.bytes).toString("latin1"), "\x12\x05api 1\x12\x05web 1");
});

test("the order of resources does not matter", () => {
  const versions = (resources: readonly EncodedResource[]) =>
    [...all(resources)].map(([kind, { version }]) => `${kind} ${version}`);
  assert.deepEqual(versions([...mesh].reverse()), versions(mesh));
});

test("only touched kinds are built anew; the others stay the very same objects", () => {
  const before = all(mesh);
  const next = buildCollections([...mesh, entry("Gateway", "other")], before, new Set<KindName>(["Gateway"]));
  assert.deepEqual(
    changedCollections(before, next).map(({ kind }) => kind),
    ["Gateway"],
  );
  assert.equal(next.get("VirtualService"), before.get("VirtualService"));
});

test("a touched kind whose content came out the same is no change", () => {
  const before = all(mesh);
  const touched = new Set<KindName>(["Gateway", "VirtualService"]);
  assert.deepEqual(changedCollections(before, buildCollections(mesh, before, touched)), []);
});
