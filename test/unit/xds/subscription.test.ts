import assert from "node:assert/strict";
import { test } from "node:test";
import { asksForMore, deltaSubscription, type Subscription, sotwSubscription } from "../../../src/xds/subscription.js";

// Quotations are of the section "How the client specifies what resources to return" of the xDS protocol.

function show({ wildcard, names }: Subscription): string[] {
  return [...(wildcard ? ["*"] : []), ...[...names].sort()];
}

function sotw(...requests: readonly string[][]): string[] {
  let subscription: Subscription | undefined;
  for (const names of requests) subscription = sotwSubscription(subscription, names);
  return show(subscription ?? sotwSubscription(undefined, []));
}

function delta(...requests: readonly [subscribe: string[], unsubscribe: string[]][]): string[] {
  let subscription: Subscription | undefined;
  for (const [subscribe, unsubscribe] of requests) {
    subscription = deltaSubscription(subscription, subscribe, unsubscribe);
  }
  return show(subscription ?? deltaSubscription(undefined, [], []));
}

const sotwCases: readonly [string, readonly string[][], readonly string[]][] = [
  ["resource_names unset is a subscription to everything", [[]], ["*"]],
  ["it stays so while nothing was ever named", [[], [], []], ["*"]],
  ['"*" and A continue the wildcard and add A', [[], ["*", "A"]], ["*", "A"]],
  ["A alone unsubscribes from the wildcard", [[], ["*", "A"], ["A"]], ["A"]],
  ["unset after anything was named is nothing", [[], ["*", "A"], ["A"], []], []],
  ['unset after "*" was named is nothing too', [["*"], []], []],
  ["each request holds the full list", [["A", "B"], ["A"]], ["A"]],
  ["a name given twice counts once", [["A", "A"]], ["A"]],
];

for (const [name, requests, expected] of sotwCases) {
  test(`SotW: ${name}`, () => assert.deepEqual(sotw(...requests), expected));
}

const deltaCases: readonly [string, readonly [string[], string[]][], readonly string[]][] = [
  ["a first request without names is a subscription to everything", [[[], []]], ["*"]],
  ['"*" is so too', [[["*"], []]], ["*"]],
  [
    "A is added to the wildcard",
    [
      [[], []],
      [["A"], []],
    ],
    ["*", "A"],
  ],
  [
    'unsubscribing from "*" leaves A',
    [
      [[], []],
      [["A"], []],
      [[], ["*"]],
    ],
    ["A"],
  ],
  [
    "unsubscribing from the last name is nothing, not everything",
    [
      [[], []],
      [["A"], []],
      [[], ["*"]],
      [[], ["A"]],
    ],
    [],
  ],
  [
    "an ACK without names changes nothing",
    [
      [["A"], []],
      [[], []],
    ],
    ["A"],
  ],
  ["phantom unsubscriptions are ignored", [[["A"], ["B"]]], ["A"]],
  ["a first request that only unsubscribes is not a wildcard", [[[], ["A"]]], []],
];

for (const [name, requests, expected] of deltaCases) {
  test(`delta: ${name}`, () => assert.deepEqual(delta(...requests), expected));
}

test("more is asked for by a new name, whatever the wildcard covered, or a new wildcard, not by fewer names", () => {
  const [all, a, ab] = [
    sotwSubscription(undefined, []),
    ...[["A"], ["A", "B"]].map((l) => sotwSubscription(undefined, l)),
  ];
  assert.ok(all && a && ab);
  assert.equal(asksForMore(a, ab), true);
  assert.equal(asksForMore(ab, a), false);
  assert.equal(asksForMore(ab, all), true);
  assert.equal(asksForMore(all, ab), true);
});
