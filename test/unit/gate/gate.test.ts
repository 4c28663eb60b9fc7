import assert from "node:assert/strict";
import { test } from "node:test";
import { type Candidate, type GateRules, holdUnread, holdValid, type Removal } from "../../../src/gate/index.js";
import { commitOf } from "../../support/commit.js";
import { defaultRules } from "../../support/pipeline/gate-rules.js";

const rules: GateRules = { ...defaultRules, path: "mesh" };
const empty = {
  files: 3,
  resources: 0,
  otherKinds: new Map([
    ["apps/v1 Deployment", 2],
    ["v1 Service", 5],
  ]),
};
const commit = commitOf(1);
const candidate = (said: Partial<Candidate> = {}): Candidate => ({
  commit,
  census: { ...empty, resources: 5 },
  removals: [],
  ...said,
});

test("a commit with nothing servable is held, and the message says what was seen instead", () => {
  const hold = holdValid(candidate({ census: empty }), rules);
  assert.equal(hold?.code, "GX090");
  assert.equal(
    hold?.message,
    'nothing to serve: folder "mesh" has 3 YAML or JSON files and no Istio resource; other kinds seen: v1 Service (5), apps/v1 Deployment (2)',
  );
  assert.match(hold?.remedy ?? "", /--path.*--allow-empty/);
});

test("one resource is enough, and an empty mesh can be allowed", () => {
  assert.equal(holdValid(candidate({ census: { ...empty, resources: 1 } }), rules), undefined);
  assert.equal(holdValid(candidate({ census: empty }), { ...rules, allowEmpty: true }), undefined);
});

test("a commit that the configuration skips is held before it is read, and no other", () => {
  const skipping = { ...rules, skip: new Set([commit.sha]) };
  assert.equal(holdUnread(commit, skipping)?.code, "GX091");
  assert.equal(holdUnread(commitOf(2), skipping), undefined);
});

const cases: readonly (readonly [what: string, removal: Omit<Removal, "kind">, maxDeletions: number, held: boolean])[] =
  [
    ["half of a collection may go", { before: 10, removed: 5 }, 0.5, false],
    ["more than half may not", { before: 10, removed: 6 }, 0.5, true],
    ["a small collection may go whole", { before: 9, removed: 9 }, 0.5, false],
    ["with 0 % nothing may go", { before: 10, removed: 1 }, 0, true],
    ["with 100 % everything may go", { before: 100, removed: 100 }, 1, false],
  ];

for (const [what, removal, maxDeletions, held] of cases) {
  test(`deletions: ${what}`, () => {
    const removals = [{ kind: "VirtualService" as const, ...removal }];
    assert.equal(holdValid(candidate({ removals }), { ...rules, maxDeletions })?.code, held ? "GX092" : undefined);
  });
}

test("each collection counts by itself, and the message names those that lose too much", () => {
  const removals: readonly Removal[] = [
    { kind: "VirtualService", before: 100, removed: 40 },
    { kind: "AuthorizationPolicy", before: 12, removed: 12 },
    { kind: "Gateway", before: 20, removed: 11 },
  ];
  assert.equal(
    holdValid(candidate({ removals }), rules)?.message,
    "it removes 12 of 12 AuthorizationPolicy resources, 11 of 20 Gateway resources, more than the 50 % that one commit may (maxDeletions)",
  );
});

test("a trailer and the configuration can let deletions through, and nothing else", () => {
  const removals: readonly Removal[] = [{ kind: "Gateway", before: 20, removed: 20 }];
  const accepting = { ...rules, accept: new Set([commit.sha]) };
  assert.equal(holdValid(candidate({ removals }), accepting), undefined);
  assert.equal(holdValid(candidate({ removals, commit: commitOf(2) }), accepting)?.code, "GX092");
  const allowing = commitOf(3, { allowsDeletions: true });
  assert.equal(holdValid(candidate({ removals, commit: allowing }), rules), undefined);
  assert.equal(holdValid(candidate({ removals, commit: allowing, census: empty }), accepting)?.code, "GX090");
});
