import assert from "node:assert/strict";
import { test } from "node:test";
import { GitxdsError } from "../../../src/model/index.js";
import { chooseRef, type Ref, refMissing, refPrefixes, wantedRef } from "../../../src/source/refs.js";

const sha = "ab".repeat(20);
const refs: readonly Ref[] = ["HEAD", "refs/tags/both", "refs/heads/both", "refs/tags/v1", "refs/heads/main"].map(
  (name) => ({
    name,
    id: sha,
  }),
);

const cases: readonly (readonly [string | null, string | undefined])[] = [
  [null, "HEAD"],
  ["HEAD", "HEAD"],
  ["main", "refs/heads/main"],
  ["v1", "refs/tags/v1"],
  ["both", "refs/heads/both"],
  ["refs/tags/both", "refs/tags/both"],
  ["mai", undefined],
];
for (const [ref, name] of cases) {
  test(`ref ${ref} is ${name ?? "missing"}`, () => {
    assert.equal(chooseRef(wantedRef(ref), refs)?.name, name);
  });
}

test("only what can be the ref is asked for", () => {
  assert.deepEqual(refPrefixes(wantedRef(null)), ["HEAD"]);
  assert.deepEqual(refPrefixes(wantedRef("main")), ["refs/heads/main", "refs/tags/main"]);
  assert.deepEqual(refPrefixes(wantedRef("refs/pull/1/head")), ["refs/pull/1/head"]);
});

test("forty hex digits are a commit, in either case", () => {
  assert.deepEqual(wantedRef("AB".repeat(20)), { type: "commit", sha });
});

function missing(ref: string | null, found: readonly Ref[]): GitxdsError {
  const error = refMissing(wantedRef(ref), found, "https://git.example/r");
  assert.ok(error instanceof GitxdsError);
  return error;
}

test("a missing ref lists the branches, the nearest names first, and at most twenty", () => {
  const branches = Array.from({ length: 30 }, (_, index) => ({ name: `refs/heads/topic-${index}`, id: sha }));
  const error = missing("mian", [...branches, { name: "refs/heads/main", id: sha }]);
  assert.equal(error.code, "GX011");
  assert.match(error.message, /no branch and no tag "mian"; branches: main, topic-\d+, /);
  assert.match(error.message, /and 11 more$/);
});

test("without branches the tags are listed, and without either the repository is empty", () => {
  assert.match(missing("main", [{ name: "refs/tags/v1", id: sha }]).message, /tags: v1$/);
  assert.equal(missing("main", []).code, "GX013");
  assert.equal(missing(null, []).code, "GX013");
  assert.match(missing(null, refs).message, /HEAD .* branches: /);
});
