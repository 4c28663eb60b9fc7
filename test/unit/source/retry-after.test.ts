import assert from "node:assert/strict";
import { test } from "node:test";
import { retryAfterMs } from "../../../src/source/retry-after.js";

const now = new Date("2026-05-01T10:00:00Z");
const seconds = now.getTime() / 1_000;

for (const [headers, expected] of [
  [{}, null],
  [{ "retry-after": "60" }, 60_000],
  [{ "retry-after": " 0 " }, 0],
  [{ "retry-after": "Fri, 01 May 2026 10:02:00 GMT" }, 120_000],
  [{ "retry-after": "Fri, 01 May 2026 09:00:00 GMT" }, 0],
  [{ "retry-after": "99999999999999999999" }, 3_600_000],
  [{ "retry-after": "Fri, 01 May 2099 09:00:00 GMT" }, 3_600_000],
  [{ "retry-after": "-5" }, null],
  [{ "retry-after": "1.5" }, null],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after": "2027" }, 2_027_000],
  [{ "retry-after": "Fri, 99 May 2026 10:02:00 GMT" }, null],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds + 90) }, 90_000],
  [{ "x-ratelimit-remaining": "1", "x-ratelimit-reset": String(seconds + 90) }, null],
  [{ "retry-after": "10", "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds + 90) }, 90_000],
] as const) {
  test(`${JSON.stringify(headers)} asks to wait ${expected} ms`, () => {
    assert.equal(retryAfterMs(headers, now), expected);
  });
}
