import assert from "node:assert/strict";
import { test } from "node:test";
import { makeIncoming } from "../../../../src/source/ssh/incoming.js";

const tooMuch = () => new Error("too much");

test("pieces are taken in order, what is given back first, and the end comes last", async () => {
  const incoming = makeIncoming(100, tooMuch);
  incoming.add(Buffer.from("one"));
  const waiting = [await incoming.next(), incoming.next()];
  incoming.add(Buffer.from("two"));
  assert.deepEqual((await Promise.all(waiting)).map(String), ["one", "two"]);
  incoming.add(Buffer.from("three"));
  incoming.putBack(Buffer.from("rest"));
  incoming.end();
  assert.deepEqual([await incoming.next(), await incoming.next()].map(String), ["rest", "three"]);
  assert.equal(await incoming.next(), undefined);
});

test("more than the limit fails, counted anew when a limit is set", async () => {
  const incoming = makeIncoming(3, tooMuch);
  incoming.add(Buffer.from("one"));
  incoming.limit(3, tooMuch);
  incoming.add(Buffer.from("two"));
  assert.equal(String(await incoming.next()), "one");
  incoming.add(Buffer.from("!"));
  await assert.rejects(incoming.next(), /^Error: too much$/);
});

test("a failure wakes who waits, and the first one stays", async () => {
  const incoming = makeIncoming(3, tooMuch);
  const waiting = incoming.next();
  incoming.fail(new Error("first"));
  incoming.fail(new Error("second"));
  await assert.rejects(waiting, /first/);
  await assert.rejects(incoming.next(), /first/);
});
