import assert from "node:assert/strict";
import { test } from "node:test";
import type { Snapshot } from "../../../src/model/index.js";
import { defaultLimits } from "../../../src/xds/limits.js";
import { LostRules } from "../../../src/xds/lost-rules.js";
import { FakeClock } from "../../support/xds/fake-clock.js";
import { ModelStream } from "../../support/xds/model-stream.js";
import { makeSnapshot, readAny } from "../../support/xds/snapshots.js";
import { destinationRules, virtualServices } from "../../support/xds/urls.js";

const first = makeSnapshot({
  DestinationRule: { "a/gone": "1", "a/same": "1" },
  VirtualService: { "a/web": "to-gone" },
});
const second = makeSnapshot({ DestinationRule: { "a/same": "1" }, VirtualService: { "a/web": "to-same" } }, 2);

/** What was lost from one snapshot to the next. */
function lostBetween(before: Snapshot, next: Snapshot, limits = {}) {
  const clock = new FakeClock();
  const lost = new LostRules(clock, { ...defaultLimits, ...limits });
  lost.note(undefined, before);
  lost.note(before, next);
  return { clock, lost };
}

/** What a stream is sent until it rests, each ACKed as soon as nothing follows without. */
function sentOn(stream: ModelStream, newest: Snapshot): string[] {
  const sent: string[] = [];
  for (;;) {
    const answers = [];
    for (let next = stream.send(newest); next !== undefined; next = stream.send(newest)) answers.push(next);
    if (answers.length === 0) return sent;
    for (const { typeUrl, nonce, resources, removed } of answers) {
      const gone = removed.map((name) => `-${name}`);
      const had = [...resources].map(([name, version]) => `${name}=${version}`).sort();
      sent.push([typeUrl.split("/")[2], ...had, ...gone].join(" "));
      stream.request({ typeUrl, responseNonce: nonce });
    }
  }
}

function open(
  method: "sotw" | "delta",
  lost: LostRules,
  typeUrls: readonly string[],
  told: Record<string, string> = {},
) {
  const stream = new ModelStream(method, readAny, lost);
  for (const typeUrl of typeUrls) {
    const initialResourceVersions = new Map(typeUrl === destinationRules ? Object.entries(told) : []);
    stream.request({ typeUrl, initialResourceVersions });
  }
  return stream;
}

const both = [virtualServices, destinationRules];

test("a new stream gets the rules that were lost lately until its VirtualServices are through", () => {
  const { lost } = lostBetween(first, second);
  assert.deepEqual(sentOn(open("sotw", lost, both), second), [
    "DestinationRule a/gone=1 a/same=1",
    "VirtualService a/web=to-same",
    "DestinationRule a/same=1",
  ]);
});

test("a stream that asks for no VirtualServices gets what is served alone", () => {
  const { lost } = lostBetween(first, second);
  assert.deepEqual(sentOn(open("sotw", lost, [destinationRules]), second), ["DestinationRule a/same=1"]);
});

test("a delta client keeps of what it said it has until then, and is given nothing that it has not", () => {
  const { lost } = lostBetween(first, second);
  const told = { "a/gone": "1", "a/same": "1" };
  assert.deepEqual(sentOn(open("delta", lost, both, told), second), [
    "DestinationRule",
    "VirtualService a/web=to-same",
    "DestinationRule -a/gone",
  ]);
  assert.deepEqual(sentOn(open("delta", lost, both), second), [
    "DestinationRule a/same=1",
    "VirtualService a/web=to-same",
  ]);
});

test("after its time a lost rule is forgotten", () => {
  const { lost, clock } = lostBetween(first, second, { lostMs: 1_000 });
  clock.advance(1_000);
  assert.deepEqual(lost.content().names, ["a/gone"]);
  clock.advance(1);
  assert.deepEqual(lost.content().names, []);
  assert.deepEqual(sentOn(open("sotw", lost, both), second)[0], "DestinationRule a/same=1");
});

test("what is remembered has a bound, and the oldest goes first", () => {
  const names = Array.from({ length: 10 }, (_, index) => `a/rule-${index}`);
  const snapshots = [...names, ""].map((_, gone) =>
    makeSnapshot({ DestinationRule: Object.fromEntries(names.slice(gone).map((name) => [name, "1"])) }, gone + 1),
  );
  const lost = new LostRules(new FakeClock(), { ...defaultLimits, lostBytes: 1_000 });
  snapshots.forEach((snapshot, index) => {
    if (index > 0) lost.note(snapshots[index - 1], snapshot);
  });
  const kept = lost.content().names;
  assert.ok(kept.length > 0 && kept.length < 5, kept.join(" "));
  assert.deepEqual(kept, names.slice(-kept.length));
});

test("what is published next is joined, too", () => {
  const { lost } = lostBetween(first, second);
  const third = makeSnapshot({ DestinationRule: { "a/new": "1" }, VirtualService: { "a/web": "to-new" } }, 3);
  assert.equal(sentOn(open("sotw", lost, both), second).length, 3);
  lost.note(second, third);
  assert.equal(sentOn(open("sotw", lost, both), third)[0], "DestinationRule a/gone=1 a/new=1 a/same=1");
});
