import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { kinds, storageTypeUrl } from "../../../src/collections/kinds.js";
import type { Status } from "../../../src/model/index.js";
import { decodeResource } from "../../../src/proto/index.js";
import { runBin } from "../../support/cli.js";
import { serverTls, tlsFile } from "../../support/git/certificates.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { startProxy } from "../../support/git/proxy.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";
import { type Service, type ServiceOptions, startService } from "../../support/service.js";
import { connect, type TestStream } from "../../support/xds/client.js";
import { destinationRule, peerAuthentication } from "../../support/yaml.js";

function folderOf(t: TestContext): string {
  const folder = scratch();
  t.after(folder.remove);
  return folder.path;
}

async function serve(t: TestContext, args: readonly string[], options?: ServiceOptions): Promise<Service> {
  const service = await startService(args, options);
  t.after(() => service.stop());
  return service;
}

/** A repository with one good commit, followed every second. */
async function followed(t: TestContext): Promise<{ repository: TestRepository; first: string; service: Service }> {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh"));
  const first = repository.commit({ "a.yaml": peerAuthentication("a"), "rules/web.yaml": destinationRule("web") });
  const service = await serve(t, [repository.path, "--state-dir", join(folder, "state"), "--interval", "1s"]);
  await service.until(({ snapshot }) => snapshot !== null);
  return { repository, first, service };
}

/** A client that has ACKed everything it was sent. */
class Mesh {
  readonly #stream: TestStream<
    { typeUrl: string; versionInfo: string; responseNonce: string },
    { typeUrl: string; versionInfo: string; nonce: string; resources: readonly Uint8Array[] }
  >;
  readonly answers: string[] = [];
  readonly names = new Map<string, readonly string[]>();

  constructor(t: TestContext, service: Service) {
    const client = connect(service.xds);
    t.after(() => client.close());
    this.#stream = client.sotw() as never;
    for (const kind of kinds) this.#stream.send({ typeUrl: storageTypeUrl(kind), responseNonce: "stale" });
  }

  /** Takes that many responses and ACKs each. */
  async take(count: number): Promise<void> {
    for (let taken = 0; taken < count; taken += 1) {
      const { typeUrl, versionInfo, nonce, resources } = await this.#stream.responses.next();
      this.answers.push(typeUrl);
      this.names.set(
        typeUrl,
        resources.map((any) => decodeResource(any).name),
      );
      this.#stream.send({ typeUrl, versionInfo, responseNonce: nonce });
    }
  }

  get waiting(): number {
    return this.#stream.responses.size;
  }
}

const source = ({ sources }: Status) => sources[0] ?? assert.fail("no source");

test("a commit arrives at the client within a poll, and only its collection is sent", async (t) => {
  const { repository, first, service } = await followed(t);
  const mesh = new Mesh(t, service);
  await mesh.take(kinds.length);
  assert.deepEqual(mesh.names.get("security.istio.io/v1/PeerAuthentication"), ["shop/a"]);
  assert.equal(source(await service.status()).commit, first);

  const second = repository.commit({ "b.yaml": peerAuthentication("b") }, "Add b");
  await mesh.take(1);
  assert.equal(mesh.answers.at(-1), "security.istio.io/v1/PeerAuthentication");
  assert.deepEqual(mesh.names.get("security.istio.io/v1/PeerAuthentication"), ["shop/a", "shop/b"]);
  const status = await service.until(({ clients }) => clients[0]?.synced === true);
  assert.equal(status.snapshot?.id, `mesh@${second}`);
  assert.equal(status.clients[0]?.snapshot, `mesh@${second}`);
  assert.equal(source(status).subject, "Add b");
  assert.equal(mesh.waiting, 0);
});

test("a broken commit changes nothing, says where and why, and the next good one is served", async (t) => {
  const { repository, first, service } = await followed(t);
  const mesh = new Mesh(t, service);
  await mesh.take(kinds.length);
  const bad = repository.commit({ "a.yaml": peerAuthentication("a").replace("mode", "mdoe") });
  const rejected = await service.until((status) => source(status).state === "rejected");
  assert.equal(source(rejected).head, bad);
  assert.equal(source(rejected).commit, first);
  assert.equal(rejected.snapshot?.id, `mesh@${first}`);
  const [finding] = source(rejected).rejected?.findings ?? [];
  assert.deepEqual([finding?.code, finding?.file, finding?.line, finding?.column], ["GX202", "a.yaml", 8, 5]);
  assert.match(source(rejected).reason ?? "", /1 error, first a\.yaml:8:5: unknown field "mdoe"/);
  await service.line(({ msg }) => /a\.yaml:8:5: GX202 unknown field "mdoe".*mode/.test(msg));
  assert.equal((await fetch(`http://${service.admin.host}:${service.admin.port}/readyz`)).status, 200);

  const good = repository.commit({ "a.yaml": peerAuthentication("a", "PERMISSIVE") });
  await service.until((status) => source(status).commit === good && source(status).rejected === null);
  await mesh.take(1);
  assert.equal(mesh.answers.length, kinds.length + 1);
});

test("nothing is answered before the first good commit, which may come late", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh"));
  const service = await serve(t, [repository.path, "--state-dir", join(folder, "state"), "--interval", "1s"]);
  const mesh = new Mesh(t, service);
  const failing = await service.until((status) => source(status).lastError !== null);
  assert.equal(source(failing).lastError?.code, "GX013");
  assert.equal((await fetch(`http://${service.admin.host}:${service.admin.port}/readyz`)).status, 503);
  repository.commit({
    "notes.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {a: istio.io}}\n",
  });
  const held = await service.until((status) => source(status).held.length > 0);
  assert.equal(source(held).state, "held");
  assert.match(source(held).reason ?? "", /nothing to serve.*v1 Service \(1\)/);
  assert.equal(mesh.waiting, 0);
  repository.commit({ "a.yaml": peerAuthentication("a") });
  await mesh.take(kinds.length);
});

test("commits are judged for the istiods that flags name", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh"));
  const commit = repository.commit({ "a.yaml": peerAuthentication("a") });
  const service = await serve(t, [repository.path, "--state-dir", join(folder, "state"), "--profile", "ambient"]);
  const { sources } = await service.until(({ sources: [source] }) => source?.rejected?.commit === commit);
  assert.deepEqual(
    sources[0]?.rejected?.findings.map(({ code }) => code),
    ["GX324"],
  );
});

test("an empty mesh is served where it is allowed", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh"));
  repository.commit({ README: "nothing yet" });
  const service = await serve(t, [repository.path, "--state-dir", join(folder, "state"), "--allow-empty"]);
  await service.until(({ snapshot }) => snapshot?.resources === 0);
});

test("a repository is followed over HTTPS through a proxy, with a token from a file that is rotated", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh.git"));
  const first = repository.commit({ "a.yaml": peerAuthentication("a") });
  const credential = "x-access-token:n3w-t0ken";
  const server = await startGitServer({ root: folder, credential, tls: serverTls() });
  t.after(() => server.close());
  const proxy = await startProxy(t, Number(new URL(server.url).port), { credential: "me:pr0xy-pw" });
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const settings = `tls: {caFile: "${tlsFile("ca.crt")}"}, auth: {tokenFile: ${file("token", "0ld-t0ken")}}`;
  const config = file("gitxds.yaml", `sources: [{url: "https://git.test/mesh.git", ${settings}}]\ninterval: 1s\n`);
  const env = { HTTPS_PROXY: `http://me:pr0xy-pw@${proxy.address}`, GITXDS_LOG_LEVEL: "debug" };
  const service = await serve(t, ["--config", config, "--state-dir", join(folder, "state")], { env });
  const failing = await service.until((status) => source(status).lastError !== null);
  assert.equal(source(failing).lastError?.code, "GX005", JSON.stringify(failing));
  file("token", "n3w-t0ken\n");
  const status = await service.until((now) => source(now).commit === first);
  await service.stop();
  assert.ok(proxy.seen.length > 0 && proxy.seen.every(({ line }) => line === "CONNECT git.test:443"));
  const told = JSON.stringify([failing, status, service.log, service.stdout()]);
  for (const secret of ["0ld-t0ken", "n3w-t0ken", "pr0xy-pw"]) assert.ok(!told.includes(secret), secret);
});

test("a repository behind a password is followed over HTTP, restarts fetch nothing, and the token is nowhere", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh.git"));
  const first = repository.commit({ "a.yaml": peerAuthentication("a") });
  const server = await startGitServer({ root: folder, credential: "x-access-token:s3cret-t0ken" });
  t.after(() => server.close());
  const args = [`${server.url}/mesh.git`, "--state-dir", join(folder, "state"), "--interval", "1s"];

  const refused = await serve(t, args);
  const failing = await refused.until((status) => source(status).lastError !== null);
  assert.equal(source(failing).lastError?.code, "GX005");
  await refused.stop();

  const env = { GITXDS_TOKEN: "s3cret-t0ken", GITXDS_LOG_LEVEL: "debug" };
  const service = await serve(t, args, { env });
  await service.until((status) => source(status).commit === first);
  await service.stop();
  server.forget();

  const again = await serve(t, args, { env });
  const status = await again.until((now) => source(now).commit === first);
  await again.stop();
  assert.ok(server.requests.every(({ method, path }) => method === "GET" || !path.includes("git-receive-pack")));
  assert.ok(server.requests.length <= 4, `a restart asked ${server.requests.length} times`);
  const told = JSON.stringify([status, service.log, again.log, refused.log, again.stdout()]);
  assert.ok(!told.includes("s3cret"), "the token is told");
});

test("a refresh looks at once, with the admin token alone", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a"), token: "open-sesame\n" });
  const args = [repository.path, "--state-dir", join(folder, "state"), "--interval", "1h"];
  const service = await serve(t, [...args, "--admin-token-file", join(repository.path, "token")]);
  await service.until(({ snapshot }) => snapshot !== null);
  const next = repository.commit({ "b.yaml": peerAuthentication("b") });
  const url = `http://${service.admin.host}:${service.admin.port}/api/v1/refresh`;
  assert.equal((await fetch(url, { method: "POST" })).status, 401);
  const headers = { authorization: "Bearer open-sesame" };
  assert.equal((await fetch(url, { method: "POST", headers })).status, 202);
  await service.until((status) => source(status).commit === next);
});

test("SIGINT ends it with 0 at once, streams and all", async (t) => {
  const { service } = await followed(t);
  const mesh = new Mesh(t, service);
  await mesh.take(kinds.length);
  assert.equal(await service.stop(), 0);
});

test("after SIGTERM it is not ready, serves on while its streams end in order, and ends with 0", async (t) => {
  const { repository, service } = await followed(t);
  const client = connect(service.xds);
  t.after(() => client.close());
  const streams = Array.from({ length: 8 }, () => client.sotw());
  for (const stream of streams) stream.send({ typeUrl: storageTypeUrl(kinds[0] ?? assert.fail()) });
  for (const stream of streams) {
    const { typeUrl, versionInfo, nonce } = await stream.responses.next();
    stream.send({ typeUrl, versionInfo, responseNonce: nonce });
  }
  await service.until(({ clients }) => clients.filter(({ synced }) => synced).length === streams.length);
  const ended = service.stop("SIGTERM");
  const first = await Promise.race(streams.map((stream) => stream.ended));
  assert.deepEqual([first.code, first.details], [14, "gitxds is stopping"]);
  const ready = await fetch(`http://127.0.0.1:${service.admin.port}/readyz`);
  assert.equal(ready.status, 503);
  assert.match(await ready.text(), /gitxds is stopping/);
  const commit = repository.commit({ "late.yaml": peerAuthentication("late") });
  await service.line(({ msg, commit: published }) => msg === "published" && published === commit);
  for (const stream of streams) assert.equal((await stream.ended).details, "gitxds is stopping");
  assert.equal(await ended, 0);
});

test("without a repository the example is served, from a checkout to commit in", async (t) => {
  const folder = folderOf(t);
  const service = await serve(t, ["--interval", "1s"], { env: { XDG_STATE_HOME: folder } });
  const { snapshot } = await service.until((status) => status.snapshot !== null);
  assert.ok((snapshot?.resources ?? 0) >= 12);
  assert.match(service.stdout(), /configSources:\n\s+- address: xds:\/\/127\.0\.0\.1:\d+\n/);
  assert.match(service.stdout(), new RegExp(`cd ${folder}/gitxds/example\n`));
});

test("a port that is taken is named with its flag, and the exit code is 2", async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  t.after(() => taken.close());
  const { port } = taken.address() as { port: number };
  const folder = folderOf(t);
  for (const [flag, other] of [
    ["--listen", "--admin"],
    ["--admin", "--listen"],
  ] as const) {
    const args = ["serve", folder, flag, `127.0.0.1:${port}`, other, "127.0.0.1:0", "--state-dir", folder];
    const { exitCode, stderr } = await runBin(args, { cwd: folder });
    assert.equal(exitCode, 2);
    assert.match(stderr, new RegExp(`cannot listen on 127\\.0\\.0\\.1:${port} \\(${flag}\\): port ${port} is taken`));
  }
});

test("an error that nobody foresaw ends the process with a last line that says so, without credentials", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a") });
  const thrower = join(folder, "throw.mjs");
  writeFileSync(
    thrower,
    'process.on("SIGUSR2", () => setTimeout(() => { throw new Error("at https://me:pw@host/"); }));',
  );
  const service = await serve(t, [repository.path, "--state-dir", join(folder, "state")], {
    nodeArgs: ["--import", thrower],
  });
  process.kill(service.pid, "SIGUSR2");
  const line = await service.line(({ msg }) => msg.startsWith("gitxds ends: "));
  assert.match(String(line.stack), /Error: at https:\/\/\*\*\*@host\//);
  assert.equal(await service.stop(), 2);
  assert.equal(service.log.at(-1), line);
});
