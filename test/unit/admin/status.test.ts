import assert from "node:assert/strict";
import { test } from "node:test";
import { toStatus } from "../../../src/admin/index.js";
import { kinds } from "../../../src/collections/kinds.js";
import { type Collection, commitSha, type KindName, resourceName, type Snapshot } from "../../../src/model/index.js";

function collection(kind: KindName, names: readonly string[]): Collection {
  return {
    kind,
    version: `version of ${kind}`,
    names: names.map((name) => resourceName("default", name)),
    versions: names.map(() => "1"),
    pieces: [],
  };
}

test("before the first snapshot the status says so, and lists the listener all the same", () => {
  assert.deepEqual(
    toStatus({
      config: null,
      sources: [],
      listeners: [{ address: "127.0.0.1:18000", snapshot: undefined, certificate: null }],
      clients: [],
    }),
    {
      config: null,
      sources: [],
      snapshot: null,
      listeners: [{ address: "127.0.0.1:18000", snapshot: null, certificate: null }],
      clients: [],
    },
  );
});

test("a snapshot is shown with every collection under its storage version, empty ones included", () => {
  const commit = commitSha("a".repeat(40));
  const snapshot: Snapshot = {
    id: `mesh@${commit}`,
    commits: [{ source: "mesh", commit }],
    publishedAt: new Date("2026-01-02T03:04:05.006Z"),
    collections: new Map(
      kinds.map(({ kind }) => [kind, collection(kind, kind === "VirtualService" ? ["a", "b"] : [])] as const),
    ),
  };
  const certificate = { notAfter: "2027-01-02T03:04:05.000Z", error: null };
  const listeners = [
    { address: "127.0.0.1:18000", snapshot, certificate },
    { address: "127.0.0.1:18001", snapshot: undefined, certificate: null },
  ];
  const status = toStatus({ config: null, sources: [], listeners, clients: [] });
  assert.equal(status.snapshot?.id, `mesh@${commit}`);
  assert.equal(status.snapshot?.publishedAt, "2026-01-02T03:04:05.006Z");
  assert.equal(status.snapshot?.resources, 2);
  assert.equal(status.snapshot?.collections.length, 15);
  assert.deepEqual(
    status.snapshot?.collections.filter(({ resources }) => resources > 0),
    [{ typeUrl: "networking.istio.io/v1/VirtualService", version: "version of VirtualService", resources: 2 }],
  );
  assert.deepEqual(status.listeners, [
    { address: "127.0.0.1:18000", snapshot: `mesh@${commit}`, certificate },
    { address: "127.0.0.1:18001", snapshot: null, certificate: null },
  ]);
});
