import assert from "node:assert/strict";
import { test } from "node:test";
import { hostsOverlap, isHostWithin } from "../../../../../src/validate/rules/shared/host-patterns.js";
import {
  dnsName,
  dnsNameOrAddress,
  scopedHost,
  wildcardDomain,
} from "../../../../../src/validate/rules/shared/hosts.js";
import { codesAndPaths } from "../../../../support/problems.js";

const label63 = "a".repeat(63);
const long = `${`${"a".repeat(48)}.`.repeat(5)}${"b".repeat(10)}`;

const neither = [
  "",
  ".",
  "a..b",
  "-a.b",
  "a-.b",
  "a_b.c",
  "a.b c",
  "é.com",
  `${label63}a.com`,
  `${long}.`,
  "1.2.3.4",
  "a.7",
  "a/b.c",
  "::1",
];
const names = ["a", "API.example.com", "a.", "a.b.", "7.a", "1.99999999999999999999", `${label63}.com`, long];
const wildcards = ["*", "*.com", "*.", "*a.com", "*-a.com", "*.a.b."];
const notWildcards = ["*a*", "a*.com", "a.*.com", "*--.com", "**", "*_a"];

function judge(rule: typeof dnsName, text: string): boolean {
  const found = codesAndPaths(rule(text, ["spec", "host"]));
  assert.ok(found.length === 0 || (found.length === 1 && found[0] === "GX500 spec.host"), found.join());
  return found.length === 0;
}

for (const [rule, good, bad] of [
  [dnsName, names, [...neither, ...wildcards, ...notWildcards, "7"]],
  [wildcardDomain, [...names, ...wildcards, "7"], [...neither, ...notWildcards]],
  [dnsNameOrAddress, [...names, "1.2.3.4", "::1"], [...wildcards, ...notWildcards, "a..b", "1.2.3", "7"]],
] as const) {
  test(`${rule.name} takes what Istio takes as such`, () => {
    assert.deepEqual(
      good.filter((text) => !judge(rule, text)),
      [],
    );
    assert.deepEqual(
      bad.filter((text) => judge(rule, text)),
      [],
    );
  });
}

for (const [kind, good, bad] of [
  [
    "Gateway",
    ["*", "*.com", "a.b", "ns/a.b", "*/*", "./*.com", "1.2.3.4", "ns/1.2.3.4"],
    ["a", "ns/a", "/a.b", "ns/", "~/a.b", "~ns/a.b", "n.s/a.b", "*a.com", "ns/*-a.com", "a/b/c.d", "::1", "", "a..b"],
  ],
  [
    "Sidecar",
    ["*/*", "./*", "ns/a.b", "~/a.b", "~ns/*.com", "~*/a.b", "~./a.b"],
    ["a.b", "*", "/a.b", "ns/", "ns/a", "~~/a.b", "ns/1.2.3.4", "ns/*a.com", "n_s/a.b"],
  ],
] as const) {
  test(`a ${kind}'s host may have a namespace, and is no short name`, () => {
    const wrong = (host: string) => codesAndPaths(scopedHost(host, ["spec"], kind)).length > 0;
    assert.deepEqual(good.filter(wrong), []);
    assert.deepEqual(
      bad.filter((host) => !wrong(host)),
      [],
    );
  });
}

test("a message names the host, and its fault", () => {
  const [found] = dnsName("a..b", ["spec", "host"]);
  assert.equal(
    found?.message,
    'the host "a..b" at spec.host has an empty label: two dots in a row, or one at the start',
  );
});

for (const [one, other, overlap, within] of [
  ["a.com", "a.com", true, true],
  ["a.com", "b.com", false, false],
  ["a.com", "*.com", true, true],
  ["*.com", "a.com", true, false],
  ["*.a.com", "*.com", true, true],
  ["*.com", "*.a.com", true, false],
  ["*.com", "*.org", false, false],
  ["a.com", "*", true, true],
] as const) {
  test(`${one} and ${other} are compared as sets of hosts`, () => {
    assert.equal(hostsOverlap(one, other), overlap);
    assert.equal(hostsOverlap(other, one), overlap);
    assert.equal(isHostWithin(one, other), within);
  });
}
