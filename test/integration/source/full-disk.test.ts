import assert from "node:assert/strict";
import fs, { readdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type GitServer, startGitServer } from "../../support/git/http-backend.js";
import { failure, head, headContents, notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";

async function setUp(t: TestContext): Promise<{ repo: TestRepository; server: GitServer; stateDir: string }> {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "repo"));
  repo.commit({ "a.yaml": "1" });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  return { repo, server, stateDir: join(root, "state") };
}

/** Writes of packs come half through, then the disk is full, as a disk behaves. */
function fillDisk(t: TestContext): () => void {
  const { writeFile } = fs.promises;
  const mock = t.mock.method(fs.promises, "writeFile", async (path: string, bytes: Uint8Array, options: object) => {
    if (!/\.(pack|idx)$/.test(path)) return writeFile(path, bytes, options);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  });
  return () => mock.mock.restore();
}

test("a disk that is full is told, costs one fetch a try, leaves no half pack, and heals with room", async (t) => {
  const { repo, server, stateDir } = await setUp(t);
  const source = await open(t, { url: `${server.url}/repo/.git` }, { stateDir });
  const first = await head(source);
  repo.commit({ "a.yaml": "2" });
  const found = await source.look(notAborted);
  const before = readdirSync(stateDir, { recursive: true }).length;
  const mend = fillDisk(t);
  for (let tries = 0; tries < 3; tries += 1) {
    server.forget();
    const error = await failure(source.fetch(found, notAborted, () => {}));
    assert.deepEqual([error.code, error.retry], ["GX021", "later"]);
    assert.match(error.message, /the disk that holds .* is full/);
    assert.equal(server.requests.filter(({ method }) => method === "POST").length, 1);
    assert.equal(readdirSync(stateDir, { recursive: true }).length, before);
  }
  assert.equal((await source.list(first)).notes.length, 0, "what was fetched before stays readable");
  mend();
  assert.deepEqual(await headContents(source), { "a.yaml": "2" });
});

test("a disk that is full when the first clone is adopted is told, and the clone goes", async (t) => {
  const { server, stateDir } = await setUp(t);
  const source = await open(t, { url: `${server.url}/repo/.git` }, { stateDir });
  fs.mkdirSync(stateDir);
  symlinkSync("/dev/full", join(stateDir, "clone.json.tmp"));
  const error = await failure(head(source));
  assert.deepEqual([error.code, error.retry], ["GX021", "later"]);
  assert.deepEqual(readdirSync(stateDir), ["clone.json.tmp"]);
  unlinkSync(join(stateDir, "clone.json.tmp"));
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
});
