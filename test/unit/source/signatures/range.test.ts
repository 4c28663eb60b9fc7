import assert from "node:assert/strict";
import { test } from "node:test";
import { commitSha, objectId } from "../../../../src/model/index.js";
import { listRange } from "../../../../src/source/signatures/range.js";
import { history } from "../../../support/signatures/history.js";

test("the commits after `since` are listed up to the head, which comes last", async () => {
  const { range } = await history({ a: "", b: "a", c: "b", d: "c" });
  assert.equal(await range("b", "d"), "cd");
  assert.equal(await range("d", "d"), "");
  assert.equal(await range("a", "b"), "b");
});

test("what merges bring in is listed, but for what `since` leads to", async () => {
  const { range } = await history({ a: "", b: "a", s: "b", x: "a", y: "x", m: "sy", h: "m" });
  assert.equal([...((await range("s", "h")) ?? "")].sort().join(""), "hmxy");
});

test("a commit that is not built on `since` has no range", async () => {
  const { range } = await history({ a: "", b: "a", s: "a", o: "" });
  assert.equal(await range("s", "b"), "notAncestor");
  assert.equal(await range("s", "a"), "notAncestor");
  assert.equal(await range("s", "o"), "notAncestor");
});

test("too many commits, missing ones and such that are none are told apart", async () => {
  const { shelf, of, range } = await history({ a: "", s: "a", b: "s", c: "b", d: "c" });
  assert.equal(await range("s", "d", 3), "bcd");
  assert.equal(await range("s", "d", 2), "tooLong");
  shelf.remove(objectId(of("a")));
  assert.equal(await range("s", "d"), "bcd");
  shelf.remove(objectId(of("b")));
  assert.equal(await range("s", "d"), "missing");
  const odd = shelf.put("commit", `tree ${"0".repeat(40)}\nparent nothing\n`);
  assert.deepEqual(Object.keys(await listRange(shelf.read, of("s"), commitSha(odd), 10)), ["malformed"]);
});
