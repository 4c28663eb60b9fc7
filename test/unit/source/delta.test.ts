import assert from "node:assert/strict";
import { test } from "node:test";
import { applyDelta, deltaResultSize } from "../../../src/source/delta.js";
import { isDamaged } from "../../../src/source/errors.js";

const base = Buffer.from("0123456789");
const limit = 1_000;

test("a delta copies from its base and inserts its own bytes", () => {
  // 10 bytes of base, 7 of result: copy 3 from offset 2, insert "ab", copy 2 from offset 8.
  const delta = Buffer.from([10, 7, 0x91, 2, 3, 2, 0x61, 0x62, 0x91, 8, 2]);
  assert.equal(Buffer.from(applyDelta(base, delta, limit)).toString(), "234ab89");
  assert.equal(deltaResultSize(delta), 7);
});

test("a copy without a size copies 65536 bytes, and sizes may take several bytes", () => {
  const large = Buffer.alloc(70_000, 7);
  const size = [0xf0, 0xa2, 0x04];
  const delta = Buffer.from([...size, 0x80, 0x80, 0x04, 0x80]);
  assert.equal(applyDelta(large, delta, 100_000).length, 0x10000);
});

const broken: readonly (readonly [string, readonly number[]])[] = [
  ["an empty delta", []],
  ["a size that never ends", Array(12).fill(0x80)],
  ["another base size", [9, 1, 1, 0x61]],
  ["a result above the limit", [10, 0xff, 0xff, 0x7f, 1, 0x61]],
  ["the reserved instruction 0", [10, 1, 0]],
  ["a copy beyond the base", [10, 5, 0x91, 8, 5]],
  ["a copy that is cut off", [10, 5, 0x91, 8]],
  ["an insert beyond the delta", [10, 5, 5, 0x61]],
  ["more bytes than announced", [10, 1, 2, 0x61, 0x62]],
  ["fewer bytes than announced", [10, 3, 1, 0x61]],
];
for (const [what, bytes] of broken) {
  test(`a delta with ${what} is refused as damaged`, () => {
    assert.throws(() => applyDelta(base, Buffer.from(bytes), limit), isDamaged);
  });
}
