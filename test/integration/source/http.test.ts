import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { diffTrees } from "../../../src/source/index.js";
import { type GitServer, type GitServerOptions, startGitServer } from "../../support/git/http-backend.js";
import { contents, failure, head, headContents, notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";

interface Setup {
  readonly root: string;
  readonly stateDir: string;
  readonly repo: TestRepository;
  readonly server: GitServer;
  readonly url: string;
}

async function setUp(
  t: TestContext,
  options: Omit<GitServerOptions, "root"> = {},
  ...initArgs: string[]
): Promise<Setup> {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"), ...initArgs);
  const server = await startGitServer({ root, ...options });
  t.after(() => server.close());
  return { root, stateDir: join(root, "state"), repo, server, url: `${server.url}/repo/.git` };
}

/** What the server was asked, in short: `GET` for the advertisement, `POST` for what follows. */
const methods = ({ requests }: GitServer) => requests.map(({ method }) => method).join(" ");

const clones = (stateDir: string) => readdirSync(stateDir).filter((name) => name.startsWith("clone-"));

test("a repository is cloned, and an idle poll is one request", async (t) => {
  const { repo, server, stateDir, url } = await setUp(t);
  repo.commit({ "old.yaml": "old" });
  const sha = repo.commit({ "old.yaml": null, "a.yaml": "a: 1\n", "x/b.yaml": "b" }, "Second");
  const source = await open(t, { url }, { stateDir });
  const commit = await head(source);
  assert.deepEqual([commit.sha, commit.subject], [sha, "Second"]);
  assert.deepEqual(await contents(source, await source.list(commit)), { "a.yaml": "a: 1\n", "x/b.yaml": "b" });
  for (let poll = 0; poll < 3; poll += 1) {
    server.forget();
    assert.deepEqual(await source.look(notAborted), { commit: sha, ref: "refs/heads/main" });
    assert.equal(methods(server), "POST");
  }
  server.forget();
  await head(source);
  assert.equal(methods(server), "POST", "nothing is fetched that is there");
});

test("a server that knows protocol 0 alone is followed too, with one request a poll", async (t) => {
  const { repo, server, stateDir, url } = await setUp(t, { protocol0: true });
  const sha = repo.commit({ "a.yaml": "1" });
  repo.git("tag", "--annotate", "v1", "--message", "one");
  const source = await open(t, { url, ref: "v1" }, { stateDir });
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
  server.forget();
  const tag = { id: repo.git("rev-parse", "v1"), ref: "refs/tags/v1" };
  assert.deepEqual(await source.look(notAborted), { commit: sha, ref: "refs/tags/v1", tag });
  assert.equal(methods(server), "GET");
});

test("a commit that changes one file is fetched, and one blob differs", async (t) => {
  const { repo, stateDir, url } = await setUp(t);
  repo.commit(
    Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`d${index % 4}/f${index}.yaml`, `n: ${index}`])),
  );
  const source = await open(t, { url }, { stateDir });
  const first = await source.list(await head(source));
  const folder = clones(stateDir);
  repo.commit({ "d1/f5.yaml": "changed" });
  const second = await source.list(await head(source), first);
  const { changed, removed } = diffTrees(first, second);
  assert.deepEqual(
    changed.map(({ path }) => path),
    ["d1/f5.yaml"],
  );
  assert.deepEqual(removed, []);
  assert.equal((await contents(source, second))["d1/f5.yaml"], "changed");
  assert.equal(second.root.folders.get("d2"), first.root.folders.get("d2"), "other folders are not read again");
  assert.deepEqual(clones(stateDir), folder, "the clone is the same");
});

test("a rewritten branch is followed: amended, set back, and with another root", async (t) => {
  const { repo, stateDir, url } = await setUp(t);
  repo.commit({ "a.yaml": "0" });
  repo.commit({ "a.yaml": "1" });
  const source = await open(t, { url }, { stateDir });
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
  repo.git("commit", "--quiet", "--amend", "--message", "other");
  assert.equal((await head(source)).subject, "other");
  repo.git("reset", "--quiet", "--hard", "HEAD~1");
  assert.deepEqual(await headContents(source), { "a.yaml": "0" });
  repo.git("checkout", "--quiet", "--orphan", "fresh");
  repo.commit({ "b.yaml": "new" });
  repo.git("branch", "--force", "main", "fresh");
  repo.git("checkout", "--quiet", "main");
  assert.deepEqual(await headContents(source), { "a.yaml": "0", "b.yaml": "new" });
});

test("a fetch that would bring far more than the clone did is given up for a new clone", async (t) => {
  const { repo, stateDir, url, server } = await setUp(t);
  repo.commit({ "a.yaml": "1" });
  const source = await open(t, { url }, { stateDir });
  await head(source);
  const [before] = clones(stateDir);
  repo.git("checkout", "--quiet", "--orphan", "other");
  // Two megabytes that do not compress, in history alone.
  repo.commit({ "big.bin": Buffer.from(Array.from({ length: 2_000_000 }, () => Math.floor(Math.random() * 256))) });
  repo.commit({ "big.bin": null });
  repo.git("branch", "--force", "main", "other");
  repo.git("checkout", "--quiet", "main");
  server.forget();
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
  const after = clones(stateDir);
  assert.equal(after.length, 1);
  assert.notEqual(after[0], before);
});

test("packs do not pile up: after many fetches a new clone takes over", async (t) => {
  const { repo, stateDir, url } = await setUp(t);
  repo.commit({ "a.yaml": "start" });
  const source = await open(t, { url }, { stateDir });
  await head(source);
  const seen = new Set(clones(stateDir));
  for (let count = 0; count < 22; count += 1) {
    repo.commit({ "a.yaml": `n: ${count}` });
    assert.deepEqual(await headContents(source), { "a.yaml": `n: ${count}` });
    const [folder = ""] = clones(stateDir);
    seen.add(folder);
    const packs = readdirSync(join(stateDir, folder, "objects/pack")).filter((name) => name.endsWith(".pack"));
    assert.ok(packs.length <= 20, `${packs.length} packs`);
  }
  assert.equal(seen.size, 2);
});

test("a restart goes on with the clone on disk; a damaged one, or one of another URL, is replaced", async (t) => {
  const { repo, server, stateDir, url } = await setUp(t);
  repo.commit({ "a.yaml": "1" });
  const first = await open(t, { url }, { stateDir });
  await head(first);
  await first.close();
  const [folder = ""] = clones(stateDir);

  server.forget();
  const second = await open(t, { url }, { stateDir });
  assert.deepEqual(await headContents(second), { "a.yaml": "1" });
  assert.equal(methods(server), "GET POST", "the refs were asked for, nothing fetched");
  await second.close();

  const packs = join(stateDir, folder, "objects/pack");
  for (const name of readdirSync(packs)) if (name.endsWith(".pack")) truncateSync(join(packs, name), 40);
  const third = await open(t, { url }, { stateDir });
  assert.deepEqual(await headContents(third), { "a.yaml": "1" });
  const [healed = ""] = clones(stateDir);
  assert.notEqual(healed, folder);
  await third.close();

  makeRepository(join(repo.path, "../other")).commit({ "b.yaml": "2" });
  const other = await open(t, { url: `${server.url}/other/.git` }, { stateDir });
  assert.deepEqual(await headContents(other), { "b.yaml": "2" });
  assert.equal(clones(stateDir).length, 1);
  assert.notEqual(clones(stateDir)[0], healed);
});

test("damage found while reading is an error, and the next pass clones afresh", async (t) => {
  const { repo, stateDir, url } = await setUp(t);
  const text = Array.from({ length: 20_000 }, () => Math.random()).join("\n");
  repo.commit({ "a.yaml": "1", "b.yaml": text });
  const source = await open(t, { url }, { stateDir });
  const commit = await head(source);
  const packs = join(stateDir, clones(stateDir)[0] ?? "", "objects/pack");
  for (const name of readdirSync(packs)) if (name.endsWith(".pack")) truncateSync(join(packs, name), 140_000);
  const error = await failure(source.list(commit).then((tree) => contents(source, tree)));
  assert.deepEqual([error.code, error.retry], ["GX016", "later"]);
  assert.deepEqual(await headContents(source), { "a.yaml": "1", "b.yaml": text });
});

test("a state directory that is removed meanwhile is made anew, and one that cannot be made is named", async (t) => {
  const { repo, root, stateDir, url } = await setUp(t);
  repo.commit({ "a.yaml": "1" });
  const source = await open(t, { url }, { stateDir });
  await head(source);
  rmSync(stateDir, { recursive: true });
  repo.commit({ "a.yaml": "2" });
  assert.deepEqual(await headContents(source), { "a.yaml": "2" });
  writeFileSync(join(root, "file"), "");
  const error = await failure(head(await open(t, { url }, { stateDir: join(root, "file/state") })));
  assert.equal(error.code, "GX021");
  assert.match(error.remedy, /--state-dir/);
});

test("an abort in the middle of a transfer ends it at once, and leaves nothing behind", async (t) => {
  const { repo, stateDir, url, server } = await setUp(t);
  repo.commit({ "a.yaml": "1" });
  const source = await open(t, { url }, { stateDir });
  const found = await source.look(notAborted);
  const controller = new AbortController();
  const reason = new Error("stop");
  server.intercept((request, response) => {
    if (request.method !== "POST") return false;
    response.writeHead(200, { "content-type": "application/x-git-upload-pack-result" }).write("0008NAK\n");
    return true;
  });
  const onProgress = () => controller.abort(reason);
  await assert.rejects(source.fetch(found, controller.signal, onProgress), reason);
  assert.deepEqual(clones(stateDir), []);
  server.intercept(undefined);
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
});

test("a token is sent to the remote, and is found in no message and no file", async (t) => {
  const { repo, root, stateDir, url, server } = await setUp(t, { credential: "x-access-token:s3cret" });
  repo.commit({ "a.yaml": "1" });
  const bare = await failure((await open(t, { url }, { stateDir })).look(notAborted));
  assert.equal(bare.code, "GX005");
  assert.match(bare.remedy, /GITXDS_TOKEN/);
  const wrong = await failure((await open(t, { url }, { stateDir, token: "wr0ng" })).look(notAborted));
  assert.match(wrong.message, /does not accept the token in GITXDS_TOKEN/);
  const inUrl = url.replace("://", "://x-access-token:s3cret@");
  for (const source of [
    await open(t, { url }, { stateDir, token: "s3cret" }),
    await open(t, { url: inUrl }, { stateDir }),
  ]) {
    assert.deepEqual(await headContents(source), { "a.yaml": "1" });
    server.intercept((_request, response) => {
      response.writeHead(500).end("s3cret");
      return true;
    });
    const error = await failure(source.look(notAborted));
    assert.doesNotMatch(`${error.message} ${error.remedy} ${error.stack} ${String(error.cause)}`, /s3cret/);
    server.intercept(undefined);
  }
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!name.startsWith("state/") || !/config|json|HEAD/.test(name)) continue;
    assert.doesNotMatch(readFileSync(join(root, name), "utf8"), /s3cret/, name);
  }
});

test("a tag, a nested default branch and a commit by its id are followed", async (t) => {
  const { repo, stateDir, url, server } = await setUp(t);
  const first = repo.commit({ "a.yaml": "1" });
  repo.git("tag", "--annotate", "v1", "--message", "one");
  repo.git("tag", "v2");
  repo.commit({ "a.yaml": "2" });
  repo.git("branch", "v2");
  repo.git("checkout", "--quiet", "-b", "team/prod");
  const third = repo.commit({ "a.yaml": "3" });
  const look = async (ref: string | null) => {
    const source = await open(t, { url, ref }, { stateDir: `${stateDir}-${ref?.replaceAll("/", "-")}` });
    return { ...(await source.look(notAborted)), files: await headContents(source) };
  };
  assert.deepEqual(await look(null), { commit: third, ref: "refs/heads/team/prod", files: { "a.yaml": "3" } });
  const tag = { id: repo.git("rev-parse", "v1"), ref: "refs/tags/v1" };
  assert.deepEqual(await look("v1"), { commit: first, ref: "refs/tags/v1", tag, files: { "a.yaml": "1" } });
  assert.equal((await look("v2")).files["a.yaml"], "2", "a branch comes before a tag");
  assert.deepEqual(await look(third), { commit: third, ref: third, files: { "a.yaml": "3" } });
  assert.equal((await look(first)).files["a.yaml"], "1");
  const pinned = await open(t, { url, ref: first }, { stateDir: `${stateDir}-${first}` });
  server.forget();
  await head(pinned);
  assert.equal(methods(server), "", "a commit that is there needs no request");
});

test("a commit that the server does not give out is an error with the server's words", async (t) => {
  const { repo, stateDir, url } = await setUp(t);
  const hidden = repo.commit({ "a.yaml": "1" });
  repo.git("commit", "--quiet", "--amend", "--message", "instead");
  for (const ref of [hidden, "ab".repeat(20)]) {
    const error = await failure(headContents(await open(t, { url, ref }, { stateDir })));
    assert.equal(error.code, "GX012", error.message);
    assert.match(error.message, /not our ref/);
    assert.match(error.remedy, /uploadpack\.allow/);
  }
  assert.deepEqual(clones(stateDir), [], "nothing is left behind");
});

test("a missing ref, an empty repository, one of SHA-256 and a missing one are told apart", async (t) => {
  const { repo, root, stateDir, server, url } = await setUp(t);
  repo.commit({ "a.yaml": "1" });
  repo.git("branch", "prod");
  makeRepository(join(root, "empty"));
  makeRepository(join(root, "sha256"), "--object-format=sha256").commit({ "a.yaml": "1" });
  const look = async (path: string, ref: string | null = null) =>
    failure((await open(t, { url: path, ref }, { stateDir })).look(notAborted));
  const missing = await look(url, "prdo");
  assert.equal(missing.code, "GX011");
  assert.match(missing.message, /branches: prod, main$/);
  const empty = await look(`${server.url}/empty/.git`);
  assert.equal(empty.code, "GX013");
  assert.equal((await look(`${server.url}/sha256/.git`)).code, "GX015");
  const gone = await look(`${server.url}/nowhere/.git`);
  assert.equal(gone.code, "GX007");
  assert.match(gone.message, /missing, or needs a credential/);
  makeRepository(join(root, "late"));
  const source = await open(t, { url: `${server.url}/late/.git` }, { stateDir });
  assert.equal((await failure(source.look(notAborted))).code, "GX013");
  writeFileSync(join(root, "late/a.yaml"), "1");
  makeRepository(join(root, "late")).commit({});
  assert.deepEqual(await headContents(source), { "a.yaml": "1" }, "the first commit is taken up");
});
