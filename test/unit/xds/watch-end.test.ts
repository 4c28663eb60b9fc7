import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../../../src/model/index.js";
import { watchEnd } from "../../../src/xds/transport/watch-end.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

const hour = 3_600_000;

function watching(lifeMs: number) {
  const clock = new FakeClock();
  const told: boolean[] = [];
  const emit = (event: Event) => {
    assert.ok(event.type === "certificate-ending");
    told.push(event.ended);
  };
  const certificate = { notBefore: new Date(0), notAfter: new Date(lifeMs) };
  const close = watchEnd("tls.crt", certificate, { listener: "127.0.0.1:1", clock, emit });
  return { clock, told, close };
}

for (const [what, life] of [
  ["of a year", 365 * 24 * hour],
  ["of an hour", hour],
] as const) {
  test(`the end of a certificate ${what} is told of once before it comes, and once when it is there`, () => {
    const { clock, told } = watching(life);
    clock.advance(life * 0.85);
    assert.deepEqual(told, []);
    clock.advance(life * 0.12);
    assert.deepEqual(told, [false]);
    clock.advance(life);
    assert.deepEqual(told, [false, true]);
    assert.equal(clock.pending, 0);
  });
}

test("a certificate that has ended is told of at once, and one that was replaced no more", () => {
  assert.deepEqual(watching(0).told, [true]);
  const { clock, told, close } = watching(hour);
  close();
  clock.advance(2 * hour);
  assert.deepEqual(told, []);
});
