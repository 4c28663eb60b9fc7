import assert from "node:assert/strict";
import { test } from "node:test";
import { createFanout } from "../../../src/xds/fanout.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

function setUp(slots: number) {
  const clock = new FakeClock();
  const fanout = createFanout({ slots, lapseMs: 1_000, clock });
  const woken: string[] = [];
  return { clock, woken, lane: (name: string) => fanout.lane(() => woken.push(name)) };
}

test("a slot that is given back goes to whoever waits longest", () => {
  const { woken, lane, clock } = setUp(1);
  const [a, b, c] = [lane("a"), lane("b"), lane("c")];
  const release = a.take();
  assert.ok(release);
  assert.equal(b.take(), undefined);
  assert.equal(c.take(), undefined);
  release();
  release();
  assert.deepEqual(woken, ["b", "c"], "b did not take it, so c is asked too");
  assert.ok(c.take());
  assert.equal(b.take(), undefined);
  assert.equal(clock.pending, 1);
});

test("a slot lapses, and the lane that let it lapse gets none until its client ACKs", () => {
  const { clock, woken, lane } = setUp(1);
  const [slow, next] = [lane("slow"), lane("next")];
  assert.ok(slow.take());
  assert.equal(next.take(), undefined);
  clock.advance(999);
  assert.deepEqual(woken, []);
  clock.advance(1);
  assert.deepEqual(woken, ["next"]);
  assert.equal(slow.take(), undefined);
  assert.ok(next.take());
  next.leave();
  assert.equal(slow.take(), undefined);
  slow.acked();
  assert.ok(slow.take());
});

test("a lane that leaves gives back what it has and waits for nothing", () => {
  const { clock, woken, lane } = setUp(2);
  const [a, b, c] = [lane("a"), lane("b"), lane("c")];
  a.take();
  a.take();
  b.take();
  c.take();
  b.leave();
  a.leave();
  assert.deepEqual(woken, ["c"]);
  assert.equal(clock.pending, 0);
});
