import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Status } from "../../../src/model/index.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { makeKey } from "../../support/git/ssh-server.js";
import { startService } from "../../support/service.js";
import { genericPush } from "../../support/webhooks.js";
import { peerAuthentication } from "../../support/yaml.js";

/** A repository of two good commits, a configuration file, and services that follow it. */
async function setUp(t: TestContext) {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repository = makeRepository(join(root, "mesh"));
  const first = repository.commit({ "a.yaml": peerAuthentication("a") });
  repository.git("tag", "v1.0.0");
  const second = repository.commit({ "b.yaml": peerAuthentication("b") });
  const file = join(root, "gitxds.yaml");
  /** Replaces the file whole, as a ConfigMap is. The interval is long: what happens comes of the change alone. */
  const configure = (source: string, rest = "") => {
    writeFileSync(`${file}.new`, `sources: [{url: mesh, ${source}}]\ninterval: 10m\n${rest}`);
    renameSync(`${file}.new`, file);
  };
  configure("ref: main");
  const start = async (stateDir: string) => {
    const service = await startService(["--config", file, "--state-dir", join(root, stateDir)]);
    t.after(() => service.stop());
    return service;
  };
  return { root, repository, first, second, configure, start };
}

const commitOf = ({ sources: [source] }: Status) => source?.commit;
const serves = (commit: string) => (status: Status) => commitOf(status) === commit;
const versions = ({ snapshot }: Status) => snapshot?.collections.map(({ version }) => version);

test("skip and pin are taken from the file as it changes, and every replica comes to the same", async (t) => {
  const { first, second, configure, start } = await setUp(t);
  const running = [await start("one"), await start("two")];
  const all = (condition: (status: Status) => boolean) =>
    Promise.all(running.map((service) => service.until(condition)));
  await all(serves(second));
  configure(`ref: main, skip: [${second}]`);
  const skipped = await all(serves(first));
  for (const { sources, config } of skipped) {
    assert.deepEqual([sources[0]?.state, sources[0]?.held.map(({ code }) => code)], ["held", ["GX091"]]);
    assert.equal(config?.error, null);
  }
  const late = await start("three");
  const started = await late.until((status) => commitOf(status) !== null);
  assert.deepEqual([commitOf(started), versions(started)], [first, versions(skipped[0] as Status)]);
  running.push(late);
  configure("ref: main");
  await all((status) => serves(second)(status) && status.sources[0]?.state === "following");
  configure(`ref: main, pin: ${first}`);
  await all((status) => serves(first)(status) && status.sources[0]?.state === "pinned");
  configure('semver: "1.x"');
  const tagged = await all((status) => status.sources[0]?.ref === "v1.0.0");
  assert.deepEqual(tagged.map(commitOf), [first, first, first]);
});

test("another folder is served once it has passed, and a file with a mistake changes nothing", async (t) => {
  const { repository, configure, start } = await setUp(t);
  repository.commit({ "prod/p.yaml": peerAuthentication("p") });
  const service = await start("state");
  await service.until(({ snapshot }) => snapshot?.resources === 3);
  configure("path: prod");
  const moved = await service.until(({ snapshot }) => snapshot?.resources === 1);
  configure("path: prod, skip: [main]");
  const line = await service.line(({ msg }) => msg.startsWith("the configuration is not taken"));
  assert.match(line.msg, /gitxds\.yaml:1:\d+: sources\[0\]\.skip: "main" is no full commit id/);
  const refused = await service.until(({ config }) => config?.error !== null);
  assert.match(refused.config?.error?.message ?? "", /is no full commit id/);
  assert.deepEqual([commitOf(refused), versions(refused)], [commitOf(moved), versions(moved)]);
  configure("path: prod", "listen: 127.0.0.1:1\ndefaultNamespace: other\n");
  await service.line(({ msg }) => msg === "restart to apply what differs in the configuration: defaultNamespace");
  const mended = await service.until(({ config }) => config?.error === null);
  assert.deepEqual(mended.config?.restart, ["defaultNamespace"], "--listen goes before the file");
});

test("a hangup reads the file at once and is answered in the log", async (t) => {
  const { first, second, configure, start } = await setUp(t);
  const service = await start("state");
  await service.until(serves(second));
  process.kill(service.pid, "SIGHUP");
  await service.line(({ msg }) => msg === "configuration read again: nothing to apply");
  configure(`ref: main, skip: [${second}]`);
  process.kill(service.pid, "SIGHUP");
  await service.until(serves(first));
  const applied = await service.line(({ msg }) => msg === "configuration applied");
  assert.deepEqual(applied.applied, ["sources.mesh.skip"]);
});

test("webhooks and signatures are asked for as the file says now", async (t) => {
  const { root, repository, second, configure, start } = await setUp(t);
  const service = await start("state");
  await service.until(serves(second));
  writeFileSync(join(root, "secret"), "n0t-to-be-told\n");
  writeFileSync(join(root, "allowed"), `ada@example.com ${makeKey("ed25519").public}\n`);
  const push = async () => {
    const { headers, body } = genericPush("n0t-to-be-told");
    const url = `http://${service.admin.host}:${service.admin.port}/webhooks/generic`;
    return (await fetch(url, { method: "POST", headers, body: new Uint8Array(body) })).status;
  };
  const applied = (...keys: readonly string[]) =>
    service.line(({ msg, applied: told }) => msg === "configuration applied" && String(told) === String(keys));
  assert.equal(await push(), 403);
  configure("ref: main, webhook: {secretFile: secret}");
  await applied("sources.mesh.webhook");
  const third = repository.commit({ "c.yaml": peerAuthentication("c") });
  assert.equal(await push(), 202);
  await service.until(serves(third));
  configure("ref: main, verify: {ssh: allowed}");
  const { sources } = await service.until((status) => status.sources[0]?.state === "held");
  assert.deepEqual([sources[0]?.commit, sources[0]?.held.at(-1)?.code], [third, "GX060"]);
  assert.equal(await push(), 403);
  configure("ref: main, webhook: {secretFile: missing}");
  const refused = await service.until(({ config }) => config?.error !== null);
  assert.match(refused.config?.error?.message ?? "", /missing/);
});
