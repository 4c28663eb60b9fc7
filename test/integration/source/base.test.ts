import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { UsageError } from "../../../src/model/index.js";
import { type Base, blobId, openBase } from "../../../src/source/index.js";
import { git, makeRepository, scratch } from "../../support/git/repository.js";

/** main has two commits; topic left it after the first and has one of its own. */
function forked(t: TestContext) {
  const folder = scratch();
  t.after(folder.remove);
  const repository = makeRepository(join(folder.path, "repo"));
  const fork = repository.commit({
    "mesh/a.yaml": "a: 1\n",
    "mesh/deep/b.json": "{}",
    "mesh/notes.txt": "x",
    "c.yaml": "c: 1\n",
  });
  const main = repository.commit({ "mesh/a.yaml": "a: main\n" });
  repository.git("checkout", "--quiet", "-b", "topic", fork);
  const topic = repository.commit({ "mesh/new.yaml": "n: 1\n" });
  return { folder: folder.path, repository, fork, main, topic, mesh: join(repository.path, "mesh") };
}

async function opened(t: TestContext, paths: readonly string[], revision: string): Promise<Base> {
  const base = await openBase(paths, revision);
  t.after(() => base.close());
  return base;
}

async function usage(promise: Promise<unknown>): Promise<UsageError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("it succeeded, a usage error was expected");
}

async function texts(base: Base, path: string): Promise<Record<string, string>> {
  const { files } = await base.list(path);
  const read = new Map<string, string>();
  await base.read(
    files.map(({ id }) => id),
    (id, bytes) => read.set(id, Buffer.from(bytes).toString()),
  );
  return Object.fromEntries(files.map(({ path: name, id }) => [name, read.get(id) ?? "not read"]));
}

test("the base is the merge base, whatever way the other side is named, loose or packed", async (t) => {
  const { repository, fork, main, topic, mesh } = forked(t);
  repository.git("tag", "--annotate", "--message", "x", "v1", main);
  repository.git("update-ref", "refs/remotes/origin/main", main);
  repository.git("update-ref", "refs/remotes/origin/only-there", main);
  repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
  const names: readonly (readonly [string, string])[] = [
    ["main", fork],
    ["origin/main", fork],
    ["origin/only-there", fork],
    ["origin", fork],
    ["v1", fork],
    ["refs/heads/main", fork],
    [main, fork],
    [main.toUpperCase(), fork],
    [main.slice(0, 12), fork],
    [topic.slice(0, 8).toUpperCase(), topic],
    [`${topic.slice(0, 10)}~1`, fork],
    ["main~1", fork],
    ["main^", fork],
    ["HEAD", topic],
    ["@", topic],
    ["HEAD~0", topic],
    ["HEAD~1", fork],
    ["topic^1", fork],
  ];
  for (const packed of [false, true]) {
    if (packed) repository.git("gc", "--quiet");
    for (const [name, expected] of names) assert.equal((await opened(t, [mesh], name)).commit, expected, name);
  }
  assert.deepEqual(await texts(await opened(t, [mesh], "main"), mesh), { "a.yaml": "a: 1\n", "deep/b.json": "{}" });
});

test("a second parent is named by its number, and merging the other side moves the base", async (t) => {
  const { repository, main, topic, mesh } = forked(t);
  repository.git("merge", "--quiet", "--no-edit", "main");
  assert.equal((await opened(t, [mesh], "HEAD^2")).commit, main);
  assert.equal((await opened(t, [mesh], "HEAD^2~0")).commit, main);
  assert.equal((await opened(t, [mesh], "HEAD^1")).commit, topic);
  assert.equal((await opened(t, [mesh], "main")).commit, main);
});

test("folders, files, what was not there, and what is too large are listed from where they were", async (t) => {
  const { repository, mesh } = forked(t);
  repository.commit({ "mesh/large.yaml": "x".repeat(1024 * 1024 + 1), "mesh/node_modules/x.yaml": "x: 1\n" });
  const base = await opened(t, [repository.path], "HEAD");
  assert.deepEqual(await texts(base, join(mesh, "a.yaml")), { "a.yaml": "a: 1\n" });
  assert.deepEqual(await texts(base, join(mesh, "deep")), { "b.json": "{}" });
  assert.deepEqual(await texts(base, join(mesh, "gone/away.yaml")), {});
  assert.deepEqual(await texts(base, join(mesh, "a.yaml/below")), {});
  assert.deepEqual(Object.keys(await texts(base, repository.path)), [
    "c.yaml",
    "mesh/a.yaml",
    "mesh/new.yaml",
    "mesh/deep/b.json",
  ]);
  assert.deepEqual(
    (await base.list(join(mesh, "large.yaml"))).notes.map(({ code, file }) => [code, file]),
    [["GX040", "large.yaml"]],
  );
});

test("the id of bytes is the one that Git gives a file", (t) => {
  const { repository } = forked(t);
  assert.equal(blobId(Buffer.from("c: 1\n")), repository.git("rev-parse", "HEAD:c.yaml"));
});

test("a worktree and a path through a symbolic link are read from their own HEAD", async (t) => {
  const { folder, repository, fork, mesh } = forked(t);
  repository.git("worktree", "add", "--quiet", "--detach", "../tree", "main");
  assert.equal((await opened(t, [join(folder, "tree/mesh")], "topic")).commit, fork);
  symlinkSync(mesh, join(folder, "link"));
  const base = await opened(t, [join(folder, "link")], "main");
  assert.deepEqual(await texts(base, join(folder, "link/a.yaml")), { "a.yaml": "a: 1\n" });
});

test("a shallow clone says what to fetch; with enough of the history it is enough", async (t) => {
  const { folder, repository, fork, topic } = forked(t);
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-edit", "topic");
  git(folder, "clone", "--quiet", "--depth=1", `file://${repository.path}`, "shallow");
  const shallow = join(folder, "shallow");
  const missing = await usage(openBase([shallow], "origin/topic"));
  assert.match(missing.message, /shallow is a shallow clone and does not have origin\/topic$/);
  assert.match(missing.remedy, /git fetch --depth=50 origin topic/);
  const cut = await usage(openBase([shallow], "HEAD^1"));
  assert.match(cut.message, /has no parent 1 in this shallow clone/);
  assert.match(cut.remedy, /fetch-depth: 0/);
  git(shallow, "fetch", "--quiet", "--depth=1", "origin", "topic:refs/remotes/origin/topic");
  const apart = await usage(openBase([shallow], "origin/topic"));
  assert.match(apart.message, /HEAD and origin\/topic have no common commit in it/);
  assert.match(apart.remedy, /git fetch --deepen=50/);
  git(shallow, "fetch", "--quiet", "--deepen=1", "origin", "main", "topic");
  assert.equal((await opened(t, [shallow], "origin/topic")).commit, topic);
  assert.equal((await opened(t, [shallow], "HEAD^2")).commit, topic);
  assert.notEqual(topic, fork);
});

test("what cannot be compared is a usage error that says why", async (t) => {
  const { folder, repository, mesh } = forked(t);
  repository.git("checkout", "--quiet", "--orphan", "alone");
  repository.commit({ "mesh/a.yaml": "a: 2\n" });
  const other = makeRepository(join(folder, "other"));
  const outside = join(folder, "outside");
  mkdirSync(outside);
  writeFileSync(join(outside, "a.yaml"), "");
  for (const [paths, revision, message] of [
    [[mesh], "mian", /repo has no branch, tag or commit mian; it has main/],
    [[mesh], repository.git("rev-parse", "HEAD:mesh").slice(0, 12), /no branch, tag or commit [0-9a-f]{12}/],
    [[mesh], "1234567", /no branch, tag or commit 1234567/],
    [[mesh], "f".repeat(40), /no branch, tag or commit f{40}/],
    [[mesh], "HEAD~9", /has no parent 1/],
    [[mesh], "main^{tree}", /no branch, tag or commit main\^\{tree\}/],
    [[mesh], "../../config", /no branch, tag or commit/],
    [[mesh], "main", /HEAD and main have no common commit/],
    [[outside], "main", /outside lies in no Git repository/],
    [[mesh, other.path], "main", /lie in different Git repositories/],
    [[other.path], "HEAD", /no branch, tag or commit HEAD/],
  ] as const) {
    assert.match((await usage(openBase(paths, revision))).message, message);
  }
});
