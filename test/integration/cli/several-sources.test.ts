import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Address, Status } from "../../../src/model/index.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";
import { type Service, startService } from "../../support/service.js";
import { connect } from "../../support/xds/client.js";

const destinationRules = "networking.istio.io/v1/DestinationRule";

function rule(namespace: string, name: string, host = name): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: ${namespace}}
spec: {host: ${host}}
`;
}

interface Setup {
  readonly a: TestRepository;
  readonly b: TestRepository;
  start(listeners?: string): Promise<Service>;
}

/** Two teams with a repository each, and services that serve both. */
async function setUp(t: TestContext): Promise<Setup> {
  const { path: root, remove } = scratch();
  t.after(remove);
  const [a, b] = [makeRepository(join(root, "a")), makeRepository(join(root, "b"))];
  a.commit({ "one.yaml": rule("team-a", "one") });
  b.commit({ "two.yaml": rule("team-b", "two") });
  const file = join(root, "gitxds.yaml");
  const start = async (listeners = "listen: 127.0.0.1:0") => {
    writeFileSync(
      file,
      `sources:
  - {url: a, owns: {namespaces: [team-a, team-a-*]}}
  - {url: b, owns: {namespaces: [team-b]}}
interval: 1s
${listeners}
`,
    );
    const service = await startService(["--config", file, "--state-dir", join(root, "state")], { listen: null });
    t.after(() => service.stop());
    return service;
  };
  return { a, b, start };
}

const idOf = ({ snapshot }: Status) => snapshot?.id;

/** What a client gets of the DestinationRules there. */
async function rulesAt(address: Address): Promise<readonly string[]> {
  const client = connect(address);
  try {
    const stream = client.delta();
    stream.send({ typeUrl: destinationRules });
    const { resources } = await stream.responses.next();
    return resources.map(({ name }) => name);
  } finally {
    client.close();
  }
}

test("several sources are served as one, and the bad commit of one team holds back that team alone", async (t) => {
  const { a, b, start } = await setUp(t);
  const service = await start();
  const commits = () => `a@${a.git("rev-parse", "HEAD")},b@${b.git("rev-parse", "HEAD")}`;
  const first = commits();
  await service.until((status) => idOf(status) === first);
  assert.deepEqual(await rulesAt(service.xds), ["team-a/one", "team-b/two"]);

  const good = b.git("rev-parse", "HEAD");
  b.commit({ "stolen.yaml": rule("team-a", "stolen") });
  const kept = await service.until(({ sources: [, second] }) => second?.state === "rejected");
  const [finding] = kept.sources[1]?.rejected?.findings ?? [];
  assert.equal(finding?.code, "GX330");
  assert.match(finding?.message ?? "", /owns no DestinationRule in namespace team-a: it owns every kind in team-b/);
  const head = a.commit({ "more.yaml": rule("team-a-web", "more") });
  const next = await service.until((status) => idOf(status) === `a@${head},b@${good}`);
  assert.deepEqual(
    next.sources.map(({ name, state }) => [name, state]),
    [
      ["a", "following"],
      ["b", "rejected"],
    ],
  );
  assert.deepEqual(await rulesAt(service.xds), ["team-a-web/more", "team-a/one", "team-b/two"]);
});

test("nothing is answered until every source has a good commit, and a restart needs none of the remotes", async (t) => {
  const { a, b, start } = await setUp(t);
  writeFileSync(join(b.path, "two.yaml"), rule("team-b", "two").replace("host:", "hots:"));
  b.git("commit", "--quiet", "--all", "--amend", "--message", "never good");
  const service = await start();
  const waiting = await service.until(({ sources }) => sources[1]?.state === "rejected" && sources[0]?.commit !== null);
  assert.equal(waiting.snapshot, null);
  assert.equal((await fetch(`http://127.0.0.1:${service.admin.port}/readyz`)).status, 503);
  const answer = rulesAt(service.xds);
  b.commit({ "two.yaml": rule("team-b", "two") });
  assert.deepEqual(await answer, ["team-a/one", "team-b/two"]);
  const before = await service.until(({ snapshot }) => snapshot !== null);
  await service.stop();

  for (const { path } of [a, b]) renameSync(path, `${path}-away`);
  const again = await start();
  const after = await again.until(({ sources }) => sources.every(({ state }) => state === "failing"));
  assert.equal(idOf(after), idOf(before));
  assert.deepEqual(after.snapshot?.collections, before.snapshot?.collections);
});

test("each listener serves its own sources, and is ready when all of them are", async (t) => {
  const { start } = await setUp(t);
  const service = await start(`listeners:
  - {address: "127.0.0.1:0", sources: [a]}
  - {address: "127.0.0.1:0", sources: [b]}
  - {address: "127.0.0.1:0"}
`);
  const { listeners } = await service.until((status) => status.listeners.every(({ snapshot }) => snapshot !== null));
  assert.deepEqual(
    listeners.map(({ address, snapshot }) => [Number(address.split(":")[1]), snapshot?.replace(/@[0-9a-f]{40}/g, "")]),
    service.listeners.map(({ port }, index) => [port, ["a", "b", "a,b"][index]]),
  );
  const rules = await Promise.all(service.listeners.map(rulesAt));
  assert.deepEqual(rules, [["team-a/one"], ["team-b/two"], ["team-a/one", "team-b/two"]]);
  assert.equal((await fetch(`http://127.0.0.1:${service.admin.port}/readyz`)).status, 200);
});

test("sources of one repository look together, by one request", async (t) => {
  const { path: root, remove } = scratch();
  t.after(remove);
  const mesh = makeRepository(join(root, "mesh"));
  mesh.commit({ "a/one.yaml": rule("a", "one"), "b/two.yaml": rule("b", "two") });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  writeFileSync(
    join(root, "gitxds.yaml"),
    `sources:
  - {name: a, url: "${server.url}/mesh/.git", path: a, owns: {namespaces: [a]}}
  - {name: b, url: "${server.url}/mesh/.git", path: b, ref: main, owns: {namespaces: [b]}}
interval: 1s
`,
  );
  const service = await startService(["--config", join(root, "gitxds.yaml"), "--state-dir", join(root, "state")]);
  t.after(() => service.stop());
  await service.until(({ snapshot }) => snapshot?.resources === 2);
  const before = server.requests.length;
  const looks = [new Set<string | null>(), new Set<string | null>()];
  await service.until(({ sources }) => {
    for (const [index, { lastFetchAt }] of sources.entries()) looks[index]?.add(lastFetchAt);
    return looks.every(({ size }) => size > 5);
  });
  const requests = server.requests.length - before;
  const seen = Math.max(...looks.map(({ size }) => size));
  assert.ok(requests <= seen + 2, `${requests} requests for ${looks.map(({ size }) => size)} looks`);
});
