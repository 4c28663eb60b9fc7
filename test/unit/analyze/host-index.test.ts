import assert from "node:assert/strict";
import { test } from "node:test";
import { indexHosts } from "../../../src/analyze/host-index.js";
import { hostsOverlap } from "../../../src/validate/rules/shared/host-patterns.js";

const hosts = [
  "*",
  "*.com",
  "*a.com",
  "*.a.com",
  "*.b.a.com",
  "a.com",
  "b.a.com",
  "c.b.a.com",
  "ba.com",
  "com",
  "*com",
  "",
];

test("the index finds every host that overlaps, and no other, once", () => {
  const index = indexHosts(hosts.map((host) => [host, host]));
  for (const asked of [...hosts, "x.a.com", "*.x", "*m", "*c.b.a.com"]) {
    const expected = hosts.filter((host) => hostsOverlap(asked, host));
    assert.deepEqual([...index.overlapping(asked)].toSorted(), expected.toSorted(), asked);
  }
});

test("the host itself comes first, and several values of a host come together", () => {
  const index = indexHosts([
    ["*.com", 1],
    ["a.com", 2],
    ["a.com", 3],
  ]);
  assert.deepEqual([...index.overlapping("a.com")], [2, 3, 1]);
});
