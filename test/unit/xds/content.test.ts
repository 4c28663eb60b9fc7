import assert from "node:assert/strict";
import { test } from "node:test";
import type { Collection, KindName } from "../../../src/model/index.js";
import { collectionVersion } from "../../../src/util/collection-version.js";
import {
  type Content,
  contentBytes,
  difference,
  emptyContent,
  select,
  together,
  toldContent,
} from "../../../src/xds/content.js";
import { sotwSubscription } from "../../../src/xds/subscription.js";
import { WholeContent } from "../../../src/xds/whole-content.js";
import { makeSnapshot, type Resources, readAll, readAny } from "../../support/xds/snapshots.js";

const kind: KindName = "VirtualService";
const none: ReadonlySet<string> = new Set();

function collectionOf(resources: Resources): Collection {
  return makeSnapshot({ [kind]: resources }).collections.get(kind) ?? assert.fail();
}

function content(resources: Resources): Content {
  return new WholeContent(collectionOf(resources));
}

/** What the content says of itself, checked against its bytes, which may come in any order. */
function read(of: Content): Resources {
  const listed = Object.fromEntries(of.names.map((name, index) => [name, of.versions[index] ?? ""]));
  of.names.forEach((name, index) => {
    assert.deepEqual(readAny(of.frame(index)), [name, of.versions[index]]);
  });
  assert.deepEqual([...of.names].sort(), of.names);
  assert.equal(of.version, collectionVersion(of.names, of.versions));
  assert.equal(
    contentBytes(of),
    of.names.reduce((sum, _, index) => sum + of.frame(index).length, 0),
  );
  return listed;
}

test("a whole collection is its own lists and its own pieces", () => {
  const collection = collectionOf({ "a/1": "x", "a/2": "y", "a/3": "z" });
  const whole = new WholeContent(collection);
  assert.deepEqual(read(whole), { "a/1": "x", "a/2": "y", "a/3": "z" });
  assert.equal(collection.pieces.length, 2);
  assert.deepEqual(
    whole.pieces,
    collection.pieces.map(({ bytes }) => bytes),
  );
  assert.equal(
    whole.frame(-1).length + whole.frame(3).length,
    0,
    "there is nothing before the first and after the last",
  );
});

test("a selection has the subscribed names that exist, and a version of its own", () => {
  const some = select(
    content({ "a/1": "x", "a/2": "y", "a/3": "z" }),
    sotwSubscription(undefined, ["a/3", "a/1", "b/0"]),
  );
  assert.deepEqual(read(some), { "a/1": "x", "a/3": "z" });
  assert.deepEqual(select(some, sotwSubscription(undefined, ["b/0"])).version, emptyContent.version);
});

test("old and new together are the new and whatever the old has besides", () => {
  const both = together(
    content({ "a/1": "old", "a/2": "old", "a/4": "old" }),
    content({ "a/2": "new", "a/3": "new" }),
    none,
  );
  assert.deepEqual(read(both), { "a/1": "old", "a/2": "new", "a/3": "new", "a/4": "old" });
  const thrice = together(both, content({ "a/3": "newer" }), none);
  assert.deepEqual(read(thrice), { "a/1": "old", "a/2": "new", "a/3": "newer", "a/4": "old" });
});

test("where nothing is lost, old and new together are the new itself", () => {
  const next = content({ "a/1": "y", "a/2": "y" });
  assert.equal(together(content({ "a/1": "x" }), next, none), next);
  assert.equal(together(content({ "a/3": "x" }), next, new Set(["a/3"])), next);
});

test("what a client says it has is compared by name and version", () => {
  const told = toldContent(
    new Map([
      ["a/2", "y"],
      ["a/1", "old"],
      ["a/0", "gone"],
    ]),
  );
  const next = content({ "a/1": "x", "a/2": "y", "a/3": "z" });
  const { changed, removed } = difference(told, next);
  assert.deepEqual(
    changed.map((index) => next.names[index]),
    ["a/1", "a/3"],
  );
  assert.deepEqual(removed, ["a/0"]);
  assert.deepEqual(readAll(changed.map((index) => next.frame(index))), { "a/1": "x", "a/3": "z" });
});
