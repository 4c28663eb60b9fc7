import assert from "node:assert/strict";
import { test } from "node:test";
import { GitxdsError } from "../../../src/model/index.js";
import type { Ref } from "../../../src/source/refs.js";
import { matchingTags, noMatchingTag } from "../../../src/source/version-tags.js";

const refs = (tags: readonly string[]): readonly Ref[] =>
  tags.map((tag) => ({ name: `refs/tags/${tag}`, id: "ab".repeat(20) }));
const matching = (range: string, tags: readonly string[]) =>
  matchingTags(range, refs(tags)).map(({ name }) => name.slice("refs/tags/".length));

const cases: readonly {
  readonly name: string;
  readonly range: string;
  readonly tags: readonly string[];
  readonly expected: readonly string[];
}[] = [
  {
    name: "versions are in order of their numbers, not of their letters",
    range: ">=1.2 <2",
    tags: ["1.10.0", "1.9.9", "1.1.9", "2.0.0", "1.2.0"],
    expected: ["1.2.0", "1.9.9", "1.10.0"],
  },
  {
    name: "a v before the version does not count",
    range: "1.x",
    tags: ["v1.1.0", "1.0.0"],
    expected: ["1.0.0", "v1.1.0"],
  },
  {
    name: "tags that are no versions are passed over",
    range: "*",
    tags: ["latest", "1.2", "release-1.2.3", "release/1.2.3", "=1.2.3", "v1.2.3.4", "01.2.3", "1.2.3"],
    expected: ["1.2.3"],
  },
  {
    name: "a range that names no prerelease has none",
    range: ">=1.2.0",
    tags: ["1.3.0-rc.1", "1.2.0"],
    expected: ["1.2.0"],
  },
  {
    name: "a range that names a prerelease has those of that version alone",
    range: ">=1.3.0-0",
    tags: ["1.4.0-rc.1", "1.3.0-rc.2", "1.3.0", "1.3.0-rc.10"],
    expected: ["1.3.0-rc.2", "1.3.0-rc.10", "1.3.0"],
  },
  {
    name: "of tags of one version the name that sorts last is the newer",
    range: "1.2.0",
    tags: ["v1.2.0", "1.2.0+b", "1.2.0", "1.2.0+a"],
    expected: ["1.2.0", "1.2.0+a", "1.2.0+b", "v1.2.0"],
  },
];
for (const { name, range, tags, expected } of cases) {
  test(name, () => {
    assert.deepEqual(matching(range, tags), expected);
    assert.deepEqual(matching(range, tags.toReversed()), expected);
  });
}

test("branches are no versions, and the highest fifty tags are enough", () => {
  assert.deepEqual(matchingTags("*", [{ name: "refs/heads/1.0.0", id: "ab".repeat(20) }]), []);
  const many = matching(
    "*",
    Array.from({ length: 60 }, (_, patch) => `1.0.${patch}`),
  );
  assert.deepEqual([many.length, many[0], many.at(-1)], [50, "1.0.10", "1.0.59"]);
});

function missing(range: string, tags: readonly string[]): string {
  const error = noMatchingTag(range, refs(tags), "https://git.example/r");
  assert.ok(error instanceof GitxdsError);
  assert.deepEqual([error.code, error.retry], ["GX011", "changed"]);
  return error.message;
}

test("where no tag matches, the versions next to the range are listed", () => {
  assert.equal(
    missing(">=1.2 <2", ["2.1.0", "v1.1.0", "0.9.0", "2.0.0", "1.3.0-rc.1", "latest"]),
    'https://git.example/r has no tag that is a version within ">=1.2 <2"; nearest tags: 0.9.0, v1.1.0, 1.3.0-rc.1, 2.0.0, 2.1.0',
  );
  const many = Array.from({ length: 40 }, (_, minor) => `1.${minor}.0`);
  const near = missing("~1.20.1", many);
  assert.match(near, /nearest tags: 1\.11\.0, .*1\.20\.0, 1\.21\.0, .*1\.30\.0$/);
});

test("a repository without versions and one without tags say so", () => {
  assert.match(missing("1.x", ["latest", "stable"]), /; none of its tags is a version: latest, stable$/);
  assert.match(missing("1.x", []), /; it has no tags$/);
});
