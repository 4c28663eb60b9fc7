import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { embeddedExample } from "../../src/cli/embedded.js";
import { createExampleRepository } from "../../src/source/embedded.js";

let state = "";
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "gitxds-example-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

function git(folder: string, ...args: string[]): string {
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", HOME: state };
  return execFileSync("git", ["-C", folder, ...args], {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

test("the example is a checkout that Git finds whole and clean, with the same first commit everywhere", async () => {
  const heads = [];
  for (const home of ["a", "b"]) {
    const { folder, filesFrom } = embeddedExample(join(state, home));
    assert.equal(await createExampleRepository(folder, filesFrom), "made");
    git(folder, "fsck", "--strict");
    assert.equal(git(folder, "status", "--porcelain", "--branch"), "## main");
    assert.equal(git(folder, "log", "--format=%an %s"), "gitxds Add the example mesh");
    assert.deepEqual(git(folder, "ls-files").split("\n"), filesBelow(filesFrom));
    assert.deepEqual(readdirSync(join(state, home)), ["example"]);
    heads.push(git(folder, "rev-parse", "HEAD"));
  }
  assert.equal(heads[0], heads[1]);
});

test("a user's commits in the example stay", async () => {
  const { folder, filesFrom } = embeddedExample(state);
  await createExampleRepository(folder, filesFrom);
  writeFileSync(join(folder, "routes/reviews.yaml"), "# mine\n");
  git(folder, "-c", "user.name=you", "-c", "user.email=you@example.invalid", "commit", "-qam", "Mine");
  const head = git(folder, "rev-parse", "HEAD");
  assert.equal(await createExampleRepository(folder, filesFrom), "kept");
  assert.equal(git(folder, "rev-parse", "HEAD"), head);
  assert.equal(readFileSync(join(folder, "routes/reviews.yaml"), "utf8"), "# mine\n");
});

test("two that start at once end with one whole repository", async () => {
  const { folder, filesFrom } = embeddedExample(state);
  const outcomes = await Promise.all([
    createExampleRepository(folder, filesFrom),
    createExampleRepository(folder, filesFrom),
  ]);
  assert.deepEqual(outcomes.sort(), ["kept", "made"]);
  assert.equal(git(folder, "status", "--porcelain"), "");
  assert.deepEqual(readdirSync(state), ["example"]);
});

test("an empty folder in its place is used, one with other files is left alone and named", async () => {
  const { folder, filesFrom } = embeddedExample(state);
  mkdirSync(folder);
  assert.equal(await createExampleRepository(folder, filesFrom), "made");
  const other = embeddedExample(join(state, "other")).folder;
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, "notes.txt"), "mine");
  await assert.rejects(createExampleRepository(other, filesFrom), {
    name: "UsageError",
    message: `${other} is not a Git repository, and the example's has to go there`,
  });
  assert.deepEqual(readdirSync(other), ["notes.txt"]);
  assert.deepEqual(readdirSync(join(state, "other")), ["example"]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
