import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { CommitSha } from "../../../src/model/index.js";
import type { Source } from "../../../src/source/index.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { contents, failure, notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch } from "../../support/git/repository.js";

/** A repository with a commit for each of three releases, and the ways to it. */
async function setUp(t: TestContext, protocol0 = false) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"));
  const release = (tag: string, text: string, ...flags: string[]) => {
    const sha = repo.commit({ "a.yaml": text, [`${tag}.yaml`]: tag }, `release ${tag}`);
    repo.git("tag", ...flags, tag);
    return sha;
  };
  const server = await startGitServer({ root, protocol0 });
  t.after(() => server.close());
  const openHttp = (semver: string, state = "state") =>
    open(t, { url: `${server.url}/repo/.git`, semver }, { stateDir: join(root, state) });
  const openLocal = (semver: string) => open(t, { url: repo.path, semver });
  const transfers = () => server.requests.filter(({ method }) => method === "POST").length;
  return { repo, release, server, openHttp, openLocal, transfers };
}

const annotated = ["--annotate", "--message", "a release"];

/** What a pass would decide: the ref of head, and the subjects of the chain; all of it can be read. */
async function chainOf(source: Source, since?: string) {
  const head = await source.look(notAborted);
  await source.fetch(head, notAborted, () => {});
  const chain = await source.chain(head, since === undefined ? [] : [since as CommitSha], notAborted, () => {});
  const texts = [];
  for (const { commit } of chain.commits) texts.push((await contents(source, await source.list(commit)))["a.yaml"]);
  const subjects = chain.commits.map(({ commit }) => commit.subject);
  return { ref: head.ref, commit: head.commit, subjects, texts, reached: chain.reached };
}

for (const way of ["local", "http", "http of protocol 0"] as const) {
  test(`the way to the highest version leads over the lower tags (${way})`, async (t) => {
    const { repo, release, openHttp, openLocal } = await setUp(t, way.endsWith("0"));
    release("v1.0.0", "one");
    const second = release("v1.1.0", "two", ...annotated);
    repo.commit({ "a.yaml": "between" }, "no release");
    const third = release("v1.2.0", "three", ...annotated);
    release("v2.0.0", "four");
    const source = await (way === "local" ? openLocal : openHttp)("1.x");
    assert.deepEqual(await chainOf(source), {
      ref: "refs/tags/v1.2.0",
      commit: third,
      subjects: ["release v1.0.0", "release v1.1.0", "release v1.2.0"],
      texts: ["one", "two", "three"],
      reached: undefined,
    });
    const later = await chainOf(source, second);
    assert.deepEqual([later.subjects, later.reached], [["release v1.2.0"], second]);
  });
}

test("one request looks, one brings all tags, and a new tag costs a look and a fetch", async (t) => {
  const { repo, release, openHttp, transfers } = await setUp(t);
  for (let patch = 0; patch < 12; patch += 1) release(`v1.0.${patch}`, `${patch}`, ...(patch % 2 ? annotated : []));
  const source = await openHttp("1.x");
  assert.equal((await chainOf(source)).subjects.length, 12);
  assert.equal(transfers(), 2);
  await source.look(notAborted);
  assert.equal(transfers(), 3);
  release("v1.1.0", "next", ...annotated);
  assert.deepEqual((await chainOf(source)).subjects.slice(-2), ["release v1.0.11", "release v1.1.0"]);
  assert.equal(transfers(), 5);
  repo.git("checkout", "--quiet", "-b", "backport", "v1.0.3");
  release("v1.0.20", "backport");
  assert.deepEqual((await chainOf(source)).subjects.slice(-2), ["release v1.0.20", "release v1.1.0"]);
});

test("tags of one commit are one step, and a tag that moved is read where it is now", async (t) => {
  const { repo, release, openHttp } = await setUp(t);
  release("v1.0.0", "one");
  release("v1.1.0", "two");
  repo.git("tag", "1.2.0-rc.1");
  repo.git("tag", "v1.1.1", "v1.1.0");
  const source = await openHttp("1.x");
  assert.deepEqual((await chainOf(source)).subjects, ["release v1.0.0", "release v1.1.0"]);
  assert.equal((await chainOf(source)).ref, "refs/tags/v1.1.1");
  repo.commit({ "a.yaml": "moved" }, "moved");
  repo.git("tag", "--force", "v1.1.1");
  assert.deepEqual((await chainOf(source)).texts, ["one", "two", "moved"]);
});

for (const way of ["local", "http"] as const) {
  test(`a range that no tag is within is an error that names the nearest (${way})`, async (t) => {
    const { release, openHttp, openLocal } = await setUp(t);
    release("v1.0.0", "one");
    const source = await (way === "local" ? openLocal : openHttp)(">=2");
    const error = await failure(source.look(notAborted));
    assert.match(error.message, /has no tag that is a version within ">=2"; nearest tags: v1\.0\.0$/);
    release("v2.0.0", "two");
    assert.equal((await source.look(notAborted)).ref, "refs/tags/v2.0.0");
  });
}
