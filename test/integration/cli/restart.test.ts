import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Status } from "../../../src/model/index.js";
import { type GitServer, startGitServer } from "../../support/git/http-backend.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";
import { poll } from "../../support/poll.js";
import { type Service, startService } from "../../support/service.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

interface Setup {
  readonly repository: TestRepository;
  readonly server: GitServer;
  readonly stateDir: string;
  /** Starts the service on the same state directory. */
  start(...args: readonly string[]): Promise<Service>;
}

async function setUp(t: TestContext): Promise<Setup> {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repository = makeRepository(join(root, "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a"), "web.yaml": destinationRule("web") });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  const stateDir = join(root, "state");
  const start = async (...args: readonly string[]) => {
    const service = await startService([
      `${server.url}/mesh/.git`,
      ...["--state-dir", stateDir, "--interval", "1s", ...args],
    ]);
    t.after(() => service.stop());
    return service;
  };
  return { repository, server, stateDir, start };
}

const served = ({ snapshot }: Status) => snapshot !== null;
const versions = ({ snapshot }: Status) => snapshot?.collections.map(({ version }) => version);
const commitOf = ({ sources: [source] }: Status) => source?.commit;
const stateOf = ({ sources: [source] }: Status) => source?.state;
const lastGood = (stateDir: string) => join(stateDir, "sources/mesh/last-good");

test("after a restart without the remote the last good commit is served, with the same versions", async (t) => {
  const { server, start } = await setUp(t);
  const before = await start();
  const first = await before.until(served);
  await before.stop();
  await server.close();
  const after = await start();
  await after.line(({ msg }) => msg === "serving the last good commit again");
  const status = await after.until((now) => stateOf(now) === "failing");
  assert.deepEqual(versions(status), versions(first));
  assert.equal(commitOf(status), commitOf(first));
  assert.equal(status.snapshot?.publishedAt, first.snapshot?.publishedAt);
  const ready = await fetch(`http://127.0.0.1:${after.admin.port}/readyz`);
  assert.equal(ready.status, 200);
});

test("a restart with the head of before costs one look, and the next commit its own blobs", async (t) => {
  const { repository, server, start } = await setUp(t);
  const before = await start();
  await before.until(served);
  await before.stop();
  server.forget();
  const after = await start();
  await after.until((now) => stateOf(now) === "following");
  await after.until((now) => now.sources[0]?.nextPollAt !== null);
  const advertisements = server.requests.filter(({ method }) => method === "GET");
  assert.equal(advertisements.length, 1, "one for the first look; a fetch would begin with another");
  repository.commit({ "b.yaml": peerAuthentication("b"), "a.yaml": null });
  const published = await after.line(({ msg }) => msg === "published");
  assert.deepEqual([published.blobsRead, published.changedCollections], [1, ["PeerAuthentication"]]);
  const names = await after.until((now) => now.snapshot?.resources === 2);
  assert.equal(stateOf(names), "following");
});

test("while head is bad, a restarted and a new replica serve the commit before it", async (t) => {
  const { repository, start, stateDir } = await setUp(t);
  const good = repository.git("rev-parse", "HEAD");
  const before = await start();
  await before.until(served);
  const bad = repository.commit({ "b.yaml": peerAuthentication("b", "strict") });
  await before.until((now) => stateOf(now) === "rejected");
  await before.stop();
  for (const state of [stateDir, join(stateDir, "new")]) {
    const service = await start("--state-dir", state);
    const status = await service.until((now) => stateOf(now) === "rejected");
    assert.deepEqual([commitOf(status), status.sources[0]?.rejected?.commit], [good, bad]);
    assert.equal(served(status), true);
  }
});

test("a damaged file is set aside and told of, and the remote's commit is served", async (t) => {
  const { start, stateDir } = await setUp(t);
  const before = await start();
  const first = await before.until(served);
  await before.stop();
  const file = lastGood(stateDir);
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  writeFileSync(file, bytes);
  const after = await start();
  const line = await after.line(({ code }) => code === "GX098");
  assert.match(line.msg, /its part "files" is not what was written/);
  assert.deepEqual(versions(await after.until(served)), versions(first));
  assert.ok(readdirSync(join(stateDir, "sources/mesh")).includes("last-good.set-aside"));
});

test("what was saved for another path, ref or domain is not used", async (t) => {
  const { repository, server, start } = await setUp(t);
  repository.commit({ "mesh/c.yaml": peerAuthentication("c") });
  const before = await start();
  await before.until(served);
  await before.stop();
  await server.close();
  for (const flags of [
    ["--path", "mesh"],
    ["--ref", "main"],
    ["--domain-suffix", "example.internal"],
  ]) {
    const service = await start(...flags);
    const status = await service.until((now) => stateOf(now) === "failing");
    assert.equal(served(status), false, flags.join(" "));
    await service.stop();
  }
});

test("a second process on the state directory says who uses it and ends with 2", async (t) => {
  const { start } = await setUp(t);
  const first = await start();
  const published = await first.until(served);
  await assert.rejects(start(), (error: Error) => {
    assert.match(error.message, /gitxds ended with 2/);
    assert.match(error.message, new RegExp(`GX050: .*sources/mesh is already used .*process ${first.pid} on `));
    assert.match(error.message, /--state-dir/);
    return true;
  });
  assert.deepEqual(versions(await first.status()), versions(published));
  assert.equal(await first.stop(), 0);
  await (await start()).until(served);
});

test("a process that another took the folder from ends with 2", async (t) => {
  const { start, stateDir } = await setUp(t);
  const service = await start();
  await service.until(served);
  const other = { id: "f", host: "other", pid: 1, since: "2026-01-01T00:00:00Z", boot: null, network: null };
  writeFileSync(join(stateDir, "sources/mesh/lock"), JSON.stringify(other));
  const line = await service.line(({ msg }) => msg.includes("GX050"));
  assert.match(line.msg, /now used by another gitxds: process 1 on other/);
});

test("a disk that is full when the last good is saved is told, stops nothing, and it is saved later", async (t) => {
  const { start, stateDir } = await setUp(t);
  mkdirSync(join(stateDir, "sources/mesh"), { recursive: true });
  symlinkSync("/dev/full", `${lastGood(stateDir)}.tmp`);
  const service = await start();
  const line = await service.line(({ code }) => code === "GX097");
  assert.match(line.msg, /ENOSPC/);
  await service.until(served);
  await poll(
    () => existsSync(lastGood(stateDir)) || undefined,
    10_000,
    () => "it is not saved later",
  );
});
