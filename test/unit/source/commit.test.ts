import assert from "node:assert/strict";
import { test } from "node:test";
import { commitSha, objectId } from "../../../src/model/index.js";
import { parseCommit, parseTag } from "../../../src/source/commit.js";
import { isDamaged } from "../../../src/source/errors.js";

const sha = commitSha("12".repeat(20));
const tree = "ab".repeat(20);
const parent = "cd".repeat(20);
const parse = (...parts: readonly (string | Buffer)[]) =>
  parseCommit(sha, Buffer.concat(parts.map((part) => Buffer.from(part))));

test("a commit gives tree, parents, author, time and the first line of its message", () => {
  const commit = parse(
    `tree ${tree}\nparent ${parent}\nparent ${tree}\n`,
    "author Ada Lovelace <ada@example.com> 1700000000 +0100\ncommitter X <x@y> 1700000001 +0000\n",
    "gpgsig -----BEGIN\n tree fake\n author fake\n\nAllow the booking\n\nMore text\n",
  );
  assert.deepEqual(commit, {
    sha,
    tree,
    parents: [parent, tree],
    subject: "Allow the booking",
    author: "Ada Lovelace <ada@example.com>",
    authoredAt: new Date(1_700_000_000_000),
    allowsDeletions: false,
  });
});

test("control characters and characters that turn text around are removed, and the subject is bounded", () => {
  const { subject, author } = parse(
    `tree ${tree}\nauthor A\u001b[31mda\u202e <a@b> 1 +0000\n\n`,
    `red\u001b[31m\u202e${"x".repeat(500)}\n`,
  );
  assert.ok(subject.startsWith("red[31mxxx"));
  assert.equal(subject.length, 200);
  assert.equal(author, "A[31mda <a@b>");
});

test("an encoding header is followed, and an unknown one does no harm", () => {
  const latin = parse(`tree ${tree}\nencoding ISO-8859-1\n\n`, Buffer.from("caf\xe9", "latin1"));
  assert.equal(latin.subject, "café");
  assert.equal(parse(`tree ${tree}\nencoding klingon\n\ncafé`).subject, "café");
});

test("author lines that Git would not write give text and the start of time rather than an error", () => {
  for (const line of ["author nobody", "author A <a@b> never +0000", "author A <a@b> 999999999999999 +0000", "x y"]) {
    assert.equal(parse(`tree ${tree}\n${line}\n\nsubject`).authoredAt.getTime(), 0, line);
  }
});

test("the trailer that allows deletions stands in the last paragraph, whatever its case", () => {
  const allows = (message: string) => parse(`tree ${tree}\n\n${message}`).allowsDeletions;
  for (const message of [
    "Remove the shop\n\nGitxds-Allow-Deletions: true\n",
    "Remove the shop\n\nText.\n\nReviewed-by: Ada\ngitxds-allow-deletions:TRUE\r\nSigned-off-by: Ada\n\n",
    "Gitxds-Allow-Deletions: true",
  ]) {
    assert.equal(allows(message), true, message);
  }
  for (const message of [
    "Remove the shop",
    "Remove\n\nGitxds-Allow-Deletions: true\n\nMore text",
    "Remove\n\nGitxds-Allow-Deletions: false",
    "Remove\n\nNot-Gitxds-Allow-Deletions: true",
    "Remove\n\nGitxds-Allow-Deletions true",
  ]) {
    assert.equal(allows(message), false, message);
  }
});

test("a commit without a valid tree or with a broken parent is damaged", () => {
  for (const text of ["", "tree abc\n", `parent ${parent}\ntree ${tree}\n`, `tree ${tree}\nparent xyz\n\n`]) {
    assert.throws(() => parse(text), isDamaged, JSON.stringify(text));
  }
});

test("a tag gives what it points to, and one that points nowhere is damaged", () => {
  const id = objectId(tree);
  assert.deepEqual(parseTag(id, Buffer.from(`object ${parent}\ntype commit\ntag v1\n\ntext`)), {
    target: parent,
    type: "commit",
  });
  assert.throws(() => parseTag(id, Buffer.from("object x\ntype commit\n\n")), isDamaged);
  assert.throws(() => parseTag(id, Buffer.from(`object ${parent}\ntype folder\n\n`)), isDamaged);
});
