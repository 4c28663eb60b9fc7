import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event, OnStaleRemote } from "../../../src/model/index.js";
import { makeFreshness } from "../../../src/pipeline/freshness.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

/** A freshness whose looks the test decides. */
function setUp(onStaleRemote: OnStaleRemote = "serve-last-good") {
  const clock = new FakeClock();
  const events: Event[] = [];
  const asked: { readonly patient: boolean; readonly answer: (fresh: boolean) => void }[] = [];
  const freshen = makeFreshness({
    onStaleRemote,
    ask: (patient) => new Promise((answer) => asked.push({ patient, answer })),
    clock,
    emit: (event) => events.push(event),
  });
  /** Opens a stream; whether it may be answered. */
  const open = () => {
    const stream = { answered: false };
    void freshen("here").then(() => {
      stream.answered = true;
    });
    return stream;
  };
  return { clock, events, asked, open };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("streams that come together ask together, and are answered once a look from then on has been decided", async () => {
  const { clock, asked, events, open } = setUp();
  const streams = [open(), open()];
  clock.advance(10);
  await settled();
  assert.deepEqual(
    asked.map(({ patient }) => patient),
    [false],
  );
  const later = open();
  asked[0]?.answer(true);
  await settled();
  assert.deepEqual(
    [...streams, later].map(({ answered }) => answered),
    [true, true, false],
  );
  clock.advance(10);
  await settled();
  asked[1]?.answer(true);
  await settled();
  assert.equal(later.answered, true);
  assert.deepEqual(events, []);
});

test("where no look is decided in time, or none can be made, the last good is served, and that is told", async () => {
  const { clock, asked, events, open } = setUp();
  const first = open();
  clock.advance(10);
  await settled();
  clock.advance(2_999);
  await settled();
  assert.equal(first.answered, false);
  clock.advance(1);
  await settled();
  assert.equal(first.answered, true);
  const others = [open(), open()];
  clock.advance(10);
  await settled();
  asked[1]?.answer(false);
  await settled();
  assert.ok(others.every(({ answered }) => answered));
  const common = { type: "stale-look", listener: "here", action: "serve-last-good" };
  assert.deepEqual(events, [
    { ...common, reason: "timeout", streams: 1 },
    { ...common, reason: "failing", streams: 2 },
  ]);
});

test("with onStaleRemote: wait it is answered once the remote can be looked at again", async () => {
  const { clock, asked, events, open } = setUp("wait");
  const stream = open();
  clock.advance(10);
  await settled();
  asked[0]?.answer(false);
  await settled();
  assert.equal(stream.answered, false);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["stale-look"],
  );
  assert.equal(asked[1]?.patient, true);
  asked[1]?.answer(true);
  await settled();
  assert.equal(stream.answered, true);
});
