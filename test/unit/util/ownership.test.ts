import assert from "node:assert/strict";
import { test } from "node:test";
import type { KindName, Ownership } from "../../../src/model/index.js";
import { isOwned, overlapOf } from "../../../src/util/ownership.js";
import { forSeeds } from "../../support/random.js";

const kinds: readonly KindName[] = ["Gateway", "Sidecar"];
const names = ["a", "ab", "abc", "b", "ba"];
const patterns = [...names, "*", "a*", "ab*", "b*"];

test("two owners overlap exactly where there is a resource that both own", () => {
  forSeeds(2_000, (random) => {
    const some = <T>(all: readonly T[]) => {
      const chosen = random.subset(all, 0.3);
      return chosen.length === 0 ? null : chosen;
    };
    const one: Ownership = { namespaces: some(patterns), kinds: some(kinds) };
    const other: Ownership = { namespaces: some(patterns), kinds: some(kinds) };
    const both = (kind: KindName, namespace: string) =>
      isOwned(one, kind, namespace) && isOwned(other, kind, namespace);
    const shared = kinds.some((kind) => names.some((namespace) => both(kind, namespace)));
    const found = overlapOf(one, other);
    const what = JSON.stringify([one, other, found]);
    assert.equal(found !== undefined, shared, what);
    if (found !== undefined) assert.ok(both(found.kind ?? "Gateway", found.namespaces.replace(/\*$/, "") || "a"), what);
  });
});
