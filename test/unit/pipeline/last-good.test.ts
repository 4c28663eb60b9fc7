import assert from "node:assert/strict";
import { test } from "node:test";
import { type EncodedResource, resourceName } from "../../../src/model/index.js";
import { buildCollections } from "../../../src/snapshot/index.js";
import { commitOf } from "../../support/commit.js";
import { scratch } from "../../support/git/repository.js";
import { lastGoodIn } from "../../support/pipeline/last-good.js";

function gateway(index: number, version = "1"): EncodedResource {
  const bytes = Buffer.alloc(10_000, `${index} ${version}`);
  const name = resourceName("shop", String(100 + index));
  return { kind: "Gateway", name, version, bytes, file: "a.yaml", position: { line: 1, column: 1 } };
}

test("what is restored is in shared memory, and the first commit takes over what it does not touch", (t) => {
  const { path, remove } = scratch();
  t.after(remove);
  const mesh = Array.from({ length: 40 }, (_, index) => gateway(index));
  const saved = buildCollections(mesh, undefined, new Set());
  const live = { commit: commitOf(1), findings: [], collections: saved, partial: undefined, files: undefined };
  assert.equal(lastGoodIn(path).save(live, new Date(0), ""), true);

  const restored = lastGoodIn(path).restore()?.state.live.collections;
  assert.deepEqual(restored, saved);
  const pieces = restored?.get("Gateway")?.pieces ?? [];
  assert.ok(pieces.length > 2);
  for (const { bytes, offsets } of pieces) {
    assert.ok(bytes.buffer instanceof SharedArrayBuffer && offsets.buffer instanceof SharedArrayBuffer);
  }
  const next = buildCollections([...mesh.slice(0, -1), gateway(39, "2")], restored, new Set(["Gateway"] as const));
  assert.deepEqual(
    next.get("Gateway")?.pieces.map((piece) => pieces.includes(piece)),
    pieces.map((_, index) => index < pieces.length - 1),
  );
});
