import assert from "node:assert/strict";
import { test } from "node:test";
import { allowList } from "../../../src/xds/transport/allow-list.js";

for (const [ranges, inside, outside] of [
  [["10.0.0.0/8"], ["10.1.2.3", "::ffff:10.1.2.3"], ["11.0.0.1", "::ffff:11.0.0.1", "::a01:203"]],
  [["::ffff:10.0.0.0/104"], ["10.1.2.3", "::ffff:10.1.2.3"], ["11.0.0.1"]],
  [["192.0.2.7/32"], ["192.0.2.7"], ["192.0.2.6", "192.0.2.8"]],
  [["192.0.2.7/24"], ["192.0.2.200"], ["192.0.3.7"]],
  [
    ["fd00::/8", "fe80::1/128"],
    ["fd12::1", "fe80::1%eth0"],
    ["fe00::1", "fe80::2%eth0", "127.0.0.1"],
  ],
  [["0.0.0.0/0"], ["127.0.0.1", "::ffff:8.8.8.8"], ["::1"]],
] as const) {
  test(`${ranges.join(" and ")} lets ${inside.join(", ")} in and keeps ${outside.join(", ")} out`, () => {
    const isAllowed = allowList(ranges);
    for (const address of inside) assert.ok(isAllowed(address), address);
    for (const address of [...outside, undefined, ""]) assert.ok(!isAllowed(address), address);
  });
}

test("without a list every address may connect", () => {
  assert.ok(allowList(undefined)("192.0.2.7"));
});
