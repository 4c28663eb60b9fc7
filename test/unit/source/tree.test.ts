import assert from "node:assert/strict";
import { test } from "node:test";
import { objectId } from "../../../src/model/index.js";
import { isDamaged } from "../../../src/source/errors.js";
import { parseTree } from "../../../src/source/tree.js";

const id = objectId("ab".repeat(20));
const entry = (mode: string, name: string | Buffer) =>
  Buffer.concat([Buffer.from(`${mode} `), Buffer.from(name), Buffer.alloc(1), Buffer.from(id, "hex")]);

test("entries are files, folders, links and submodules by their mode", () => {
  const bytes = Buffer.concat([
    entry("100644", "a.yaml"),
    entry("100755", "run"),
    entry("100664", "old"),
    entry("40000", "folder"),
    entry("120000", "link"),
    entry("160000", "module"),
  ]);
  assert.deepEqual(
    parseTree(id, bytes).map(({ type, name }) => `${type} ${name}`),
    ["file a.yaml", "file run", "file old", "folder folder", "symlink link", "submodule module"],
  );
});

const unsafe: readonly (string | Buffer)[] = [
  "",
  ".",
  "..",
  ".git",
  ".GIT",
  "a/b",
  "line\nbreak",
  "esc\u001b[0m",
  "sep\u2028arator",
  "x".repeat(256),
  Buffer.from([0x66, 0xff]),
];
for (const name of unsafe) {
  test(`the name ${JSON.stringify(name.toString()).slice(0, 30)} is not handed on, and is shown without control characters`, () => {
    const [found] = parseTree(id, entry("100644", name));
    assert.equal(found?.name, undefined);
    assert.doesNotMatch(found?.shown ?? "", /\p{Cc}/u);
  });
}

test("a tree that is cut off, has an unknown mode or one name twice is damaged", () => {
  const whole = Buffer.concat([entry("100644", "a"), entry("40000", "b")]);
  for (let length = 1; length < whole.length; length += 1) {
    if (length === entry("100644", "a").length) continue;
    assert.throws(() => parseTree(id, whole.subarray(0, length)), isDamaged, `cut at ${length}`);
  }
  assert.throws(() => parseTree(id, entry("777", "a")), isDamaged);
  assert.throws(() => parseTree(id, Buffer.concat([entry("100644", "a"), entry("100644", "a")])), isDamaged);
});
