import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isBefore,
  oldestIstioVersion,
  parseIstioVersion,
  pinnedIstioVersion,
} from "../../../src/collections/istio-versions.js";

const taken = [
  ["1.24", "1.24"],
  ["1.28.3", "1.28"],
  ["v1.30", "1.30"],
  ["v1.31.12", "1.31"],
  ["1.32", "1.32"],
] as const;

for (const [text, version] of taken) {
  test(`${text} is version ${version}`, () => assert.equal(parseIstioVersion(text), version));
}

for (const text of [
  "",
  "1",
  "1.",
  "1.2",
  "1.23",
  "1.33",
  "2.24",
  "1.030",
  "1.3e1",
  "1.28.",
  "1.28-alpha",
  " 1.28",
  "1.28\n",
]) {
  test(`${JSON.stringify(text)} is no version in the range`, () => assert.equal(parseIstioVersion(text), undefined));
}

test("versions are compared as numbers", () => {
  assert.ok(isBefore("1.9", "1.10"));
  assert.ok(!isBefore("1.30", "1.30"));
  assert.ok(isBefore(oldestIstioVersion, pinnedIstioVersion));
});
