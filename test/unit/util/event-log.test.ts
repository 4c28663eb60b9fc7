import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../../../src/model/index.js";
import { createEventLog, createLog } from "../../../src/util/log.js";
import { sampleEvents } from "../../support/metrics.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

interface Line {
  readonly msg: string;
  readonly stream?: number;
  readonly streams?: number;
  readonly count?: number;
}

/** An event log whose time is in the test's hand; `lines` gives what was written since it was asked last. */
function start() {
  const clock = new FakeClock();
  const written: string[] = [];
  const destination = { write: (line: string) => written.push(line) };
  const { write, flush } = createEventLog(createLog({ destination, pretty: false, level: "debug" }), clock);
  return { clock, write, flush, lines: () => written.splice(0).map((line) => JSON.parse(line) as Line) };
}

/** What clients can cause as often as they like, and what it is called in the log. */
const floods = [
  ["stream-opened", "stream opened"],
  ["stream-held", "stream held"],
  ["stream-slowed", "stream slowed down"],
  ["stream-identified", "client identified"],
  ["stream-closed", "stream closed"],
  ["nacked", "client refused a response"],
  ["stale-look", "new clients"],
] as const;

for (const [type, words] of floods) {
  test(`10,000 events of type ${type} are 100 lines at once and one with the count of the rest a minute later`, () => {
    const { clock, write, lines } = start();
    const flood = Array.from({ length: 10_000 }, (_, index) => {
      const event: Event = sampleEvents[type];
      return event.type === "stale-look" ? { ...event, streams: index + 1 } : { ...event, stream: index + 1 };
    });
    for (const event of flood) write(event);
    const first = lines();
    assert.equal(first.length, 100);
    assert.ok(first.every(({ msg, count }) => msg.startsWith(words) && count === undefined));
    clock.advance(59_999);
    assert.deepEqual(lines(), []);
    clock.advance(1);
    const [rest = { msg: "" }, ...more]: readonly Line[] = lines();
    assert.deepEqual(more, []);
    assert.ok(rest.msg.startsWith(words));
    assert.deepEqual([rest.count, rest.stream ?? rest.streams], [9_900, 10_000]);
    clock.advance(60_000);
    assert.deepEqual(lines(), []);
    write(sampleEvents[type]);
    assert.equal(lines()[0]?.count, undefined);
  });
}

test("a flood of one type keeps no other from the log, and what the pipeline tells is always written", () => {
  const { write, lines } = start();
  for (let stream = 1; stream <= 1_000; stream += 1) write({ ...sampleEvents["stream-opened"], stream });
  assert.equal(lines().length, 100);
  write(sampleEvents["stream-closed"]);
  for (let look = 0; look < 200; look += 1) write(sampleEvents.held);
  assert.equal(lines().length, 201);
});

test("what was only counted is written before the log ends", () => {
  const { write, flush, lines } = start();
  for (let stream = 1; stream <= 150; stream += 1) write({ ...sampleEvents["stream-closed"], stream });
  assert.equal(lines().length, 100);
  flush();
  assert.deepEqual(
    lines().map(({ msg, stream, count }) => [msg, stream, count]),
    [["stream closed", 150, 50]],
  );
  flush();
  assert.deepEqual(lines(), []);
});
