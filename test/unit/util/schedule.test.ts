import assert from "node:assert/strict";
import { test } from "node:test";
import { cronProblem, nextLookMs } from "../../../src/util/schedule.js";

const cases: readonly (readonly [expression: string, timezone: string, now: string, next: string])[] = [
  ["*/5 * * * *", "UTC", "2026-03-01T10:02:30.500Z", "2026-03-01T10:05:00Z"],
  ["*/5 * * * *", "UTC", "2026-03-01T10:05:00.000Z", "2026-03-01T10:10:00Z"],
  ["*/10 * * * * *", "UTC", "2026-03-01T10:05:01.000Z", "2026-03-01T10:05:10Z"],
  ["0 6 * * mon-fri", "Europe/Berlin", "2026-03-06T12:00:00Z", "2026-03-09T05:00:00Z"],
  ["0 6 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T04:00:00Z"],
  ["0 0 29 2 *", "UTC", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"],
  ["@hourly", "UTC", "2026-03-01T10:02:30Z", "2026-03-01T11:00:00Z"],
];
for (const [expression, timezone, now, next] of cases) {
  test(`after ${now}, ${expression} (${timezone}) is due at ${next}`, (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse(now) });
    const wait = nextLookMs({ type: "cron", expression, timezone });
    assert.equal(new Date(Date.parse(now) + wait).toISOString(), new Date(next).toISOString());
  });
}

test("a timer that was early by a moment does not make a run happen twice", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-03-01T10:04:59.997Z") });
  assert.equal(nextLookMs({ type: "cron", expression: "*/5 * * * *", timezone: "UTC" }), 300_003);
});

test("an interval is spread by ten percent", () => {
  const waits = Array.from({ length: 200 }, () => nextLookMs({ type: "interval", ms: 10_000 }));
  assert.ok(Math.min(...waits) >= 9_000 && Math.max(...waits) <= 11_000);
  assert.ok(new Set(waits).size > 50);
});

test("expressions that cannot be read or are never due have a problem", () => {
  const problem = (expression: string) => cronProblem({ type: "cron", expression, timezone: "UTC" });
  assert.equal(problem("0 0 1 * 1#2"), "it is never due");
  for (const wrong of ["", "* * *", "61 * * * *", "0 0 * * * * *", "@reboot", "0 0 31 2 *", "a b c d e"]) {
    assert.equal(typeof problem(wrong), "string", wrong);
  }
  assert.equal(problem("* * * * * *"), undefined);
});
