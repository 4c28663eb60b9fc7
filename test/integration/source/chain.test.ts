import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { CommitSha, SourceConfig } from "../../../src/model/index.js";
import type { Source } from "../../../src/source/index.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";

function folder(t: TestContext): string {
  const { path, remove } = scratch();
  t.after(remove);
  return path;
}

/** The chain of a source in short: subjects, those that do not change the path in brackets. */
async function chainOf(source: Source, since?: string) {
  const head = await source.look(notAborted);
  await source.fetch(head, notAborted, () => {});
  const { commits, ...ended } = await source.chain(
    head,
    since === undefined ? [] : [since as CommitSha],
    notAborted,
    () => {},
  );
  return {
    ...ended,
    commits: commits.map(({ commit, changesPath }) => (changesPath ? commit.subject : `(${commit.subject})`)),
  };
}

const openLocally = (t: TestContext, repo: TestRepository, config: Partial<SourceConfig> = {}) =>
  open(t, { url: repo.path, ...config });

test("a chain is the first parents of a branch, oldest first, and says which change the path", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit({ "docs/a": "1" }, "before");
  repo.commit({ "mesh/a.yaml": "1" }, "first");
  repo.commit({ "docs/a": "2" }, "elsewhere");
  repo.git("checkout", "--quiet", "-b", "topic");
  repo.commit({ "mesh/b.yaml": "1" }, "topic 1");
  repo.commit({ "mesh/b.yaml": "2" }, "topic 2");
  repo.git("checkout", "--quiet", "main");
  const main = repo.commit({ "mesh/a.yaml": "2" }, "second");
  repo.git("merge", "--quiet", "--no-ff", "--message", "merge", "topic");
  repo.commit({}, "empty");
  const source = await openLocally(t, repo, { path: "mesh" });
  assert.deepEqual(await chainOf(source), {
    commits: ["(before)", "first", "(elsewhere)", "second", "merge", "(empty)"],
    cut: false,
    reached: undefined,
  });
  assert.deepEqual(await chainOf(source, main), { commits: ["merge", "(empty)"], cut: false, reached: main });
  const head = repo.git("rev-parse", "HEAD");
  assert.deepEqual(await chainOf(source, head), { commits: [], cut: false, reached: head });
  const side = repo.git("rev-parse", "topic");
  assert.equal((await chainOf(source, side)).reached, undefined, "what was merged is not on the chain");
});

test("a chain ends where fifty of its commits change the path", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  for (let n = 1; n <= 60; n += 1) repo.commit(n % 10 === 0 ? { "docs/a": `${n}` } : { "mesh/a.yaml": `${n}` }, `${n}`);
  const { commits, cut } = await chainOf(await openLocally(t, repo, { path: "mesh" }));
  assert.equal(cut, false);
  assert.deepEqual([commits.length, commits[0], commits.at(-1)], [56, "5", "(60)"]);
});

test("a tag and a commit stand alone", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit({ "a.yaml": "1" }, "one");
  const second = repo.commit({ "a.yaml": "2" }, "two");
  repo.git("tag", "--annotate", "v1", "--message", "one");
  for (const ref of ["v1", second]) {
    assert.deepEqual((await chainOf(await openLocally(t, repo, { ref }))).commits, ["two"], ref);
  }
});

test("a clone brings as much of the chain as is needed, and no more", async (t) => {
  const root = folder(t);
  const repo = makeRepository(join(root, "repo"));
  for (let n = 1; n <= 120; n += 1) repo.commit(n % 3 === 0 ? { "mesh/a.yaml": `${n}` } : { "docs/a": `${n}` }, `${n}`);
  const server = await startGitServer({ root });
  t.after(() => server.close());
  const url = `${server.url}/repo/.git`;
  const whole = await open(t, { url }, { stateDir: join(root, "state-whole") });
  assert.equal((await chainOf(whole)).commits.length, 50);
  const transfers = () => server.requests.filter(({ method }) => method === "POST").length;
  const before = transfers();
  const mesh = await open(t, { url, path: "mesh" }, { stateDir: join(root, "state-mesh") });
  const { commits, cut } = await chainOf(mesh);
  assert.deepEqual([commits.length, commits[0], cut], [120, "(1)", false]);
  assert.equal(transfers() - before, 3, "a look, a clone and a deeper clone");
  repo.commit({ "mesh/a.yaml": "121" }, "121");
  assert.equal((await chainOf(mesh)).commits.at(-1), "121");
  assert.equal(transfers() - before, 5, "a look and a fetch: the clone is deep enough");
});

test("a shallow local repository gives the chain that it has", async (t) => {
  const root = folder(t);
  const repo = makeRepository(join(root, "repo"));
  for (let n = 1; n <= 5; n += 1) repo.commit({ "a.yaml": `${n}` }, `${n}`);
  repo.git("clone", "--quiet", "--depth=2", `file://${repo.path}`, join(root, "shallow"));
  const source = await open(t, { url: join(root, "shallow") });
  assert.deepEqual(await chainOf(source), { commits: ["4", "5"], cut: true, reached: undefined });
});
