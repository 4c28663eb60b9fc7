import assert from "node:assert/strict";
import { test } from "node:test";
import { collectionVersion } from "../../../src/util/collection-version.js";

test("the version follows names and versions, and nothing can be moved between them", () => {
  const base = collectionVersion(["a/b", "a/c"], ["1", "2"]);
  assert.equal(collectionVersion(["a/b", "a/c"], ["1", "2"]), base);
  assert.notEqual(collectionVersion(["a/b", "a/c"], ["1", "3"]), base);
  assert.notEqual(collectionVersion(["a/b", "a/d"], ["1", "2"]), base);
  assert.notEqual(collectionVersion(["a/b"], ["1"]), base);
  assert.match(collectionVersion([], []), /^[0-9a-f]{32}$/);
});
