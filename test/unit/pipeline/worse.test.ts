import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../src/model/index.js";
import { findWorse } from "../../../src/pipeline/on-disk/worse.js";

const old: Finding = {
  code: "GX202",
  severity: "error",
  file: "a.yaml",
  line: 7,
  column: 3,
  kind: "VirtualService",
  namespace: "shop",
  name: "web",
  message: "spec.http[1] has no field hots",
  remedy: "did you mean hosts?",
};
/** A finding about a file rather than a resource. */
const unread: Finding = { ...old, code: "GX101", kind: null, namespace: null, name: null, message: "this is not YAML" };

const everywhere = () => true;

function worse(
  now: readonly Finding[],
  before: readonly Finding[],
  isThereNow: (file: string) => boolean = everywhere,
) {
  return findWorse(now, before, isThereNow);
}

const equal: readonly (readonly [string, Partial<Finding>])[] = [
  ["on another line", { line: 70, column: 1 }],
  ["in another file", { file: "b/c.yaml" }],
  ["further down in a list", { message: "spec.http[4] has no field hots" }],
  ["with another remedy", { remedy: "leave it out" }],
];
for (const [where, change] of equal) {
  test(`a resource's finding that is now ${where} is not new`, () => {
    assert.deepEqual(worse([{ ...old, ...change }], [old]), []);
  });
}

const different: readonly (readonly [string, Partial<Finding>])[] = [
  ["rule", { code: "GX203" }],
  ["message", { message: "spec.http[1] has no field hosst" }],
  ["number", { message: "spec.http[1] has no field hots, 80" }],
  ["kind", { kind: "Gateway" }],
  ["namespace", { namespace: "other" }],
  ["name", { name: "api" }],
  ["severity", { severity: "warning" }],
];
for (const [what, change] of different) {
  test(`a finding of another ${what} at the same place is new`, () => {
    const now = { ...old, ...change };
    assert.deepEqual(worse([now], [old]), [now]);
  });
}

test("each finding of before answers for one of now, the nearest: what is left is the new one", () => {
  const added = { ...old, file: "b.yaml" };
  assert.deepEqual(worse([added, old], [old]), [added]);
  const below = { ...old, line: 90, message: "spec.http[9] has no field hots" };
  assert.deepEqual(worse([below, old], [old]), [below]);
  assert.deepEqual(worse([{ ...old, line: 8 }, added], [old]), [added]);
  assert.deepEqual(worse([old], [old, added]), []);
});

test("the place that a message names does not make a finding new, the first to be named twice does", () => {
  const twice = { ...old, code: "GX301", message: "VirtualService shop/web is already defined at a.yaml:1" } as const;
  assert.deepEqual(worse([{ ...twice, message: twice.message.replace("a.yaml:1", "deep/b.yml:12") }], [twice]), []);
  assert.deepEqual(worse([twice], []), [twice]);
});

test("a file that cannot be read is the same under another name only where the old name is gone", () => {
  const elsewhere = { ...unread, file: "b.yaml" };
  assert.deepEqual(
    worse([elsewhere], [unread], (file) => file !== "a.yaml"),
    [],
  );
  assert.deepEqual(worse([elsewhere], [unread]), [elsewhere]);
  assert.deepEqual(worse([{ ...unread, line: 1 }], [unread]), []);
});

test("a change in how many findings are left out is nothing new", () => {
  const more = { ...unread, code: "GX122", message: "this file has 37 more findings, which are left out" } as const;
  assert.deepEqual(worse([{ ...more, message: more.message.replace("37", "36") }], [more]), []);
});
