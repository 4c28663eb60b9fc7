import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { formatAddress } from "../../../src/util/address.js";
import { startGitServer } from "../../support/git/http-backend.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { type Service, startService } from "../../support/service.js";
import { connect } from "../../support/xds/client.js";
import { peerAuthentication } from "../../support/yaml.js";

const peerAuthentications = "security.istio.io/v1/PeerAuthentication";

/** A repository behind a server, and a service that looks at it every ten minutes. */
async function setUp(t: TestContext, rest = "") {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repository = makeRepository(join(root, "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a") });
  const server = await startGitServer({ root });
  t.after(() => server.close());
  const file = join(root, "gitxds.yaml");
  writeFileSync(file, `sources: [{url: "${server.url}/mesh/.git"}]\ninterval: 10m\n${rest}`);
  const service = await startService(["--config", file, "--state-dir", join(root, "state")]);
  t.after(() => service.stop());
  await service.until(({ snapshot }) => snapshot !== null);
  const away = (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(503).end();
    return true;
  };
  const reach = (reachable: boolean) => server.intercept(reachable ? undefined : away);
  return { repository, reach, service };
}

/** What a new client is answered with first. */
async function firstAnswer(t: TestContext, { xds }: Service): Promise<readonly string[]> {
  const client = connect(xds);
  t.after(() => client.close());
  const stream = client.delta();
  stream.send({ typeUrl: peerAuthentications });
  const { resources } = await stream.responses.next();
  return resources.map(({ name }) => name);
}

const staleLook = ({ msg }: { readonly msg: string }) => msg.startsWith("new clients: ");

test("a new client is answered with what the remote has now, however long the interval is", async (t) => {
  const { repository, service } = await setUp(t);
  repository.commit({ "b.yaml": peerAuthentication("b") });
  assert.deepEqual(await firstAnswer(t, service), ["shop/a", "shop/b"]);
  assert.equal(service.log.find(staleLook), undefined);
});

test("while the remote is away it gets the last good, and that is told", async (t) => {
  const { reach, service } = await setUp(t);
  reach(false);
  assert.deepEqual(await firstAnswer(t, service), ["shop/a"]);
  const { msg, streams, listener } = await service.line(staleLook);
  assert.equal(msg, "new clients: the remote cannot be looked at; they get the last good, which may be a step back");
  assert.equal(streams, 1);
  assert.equal(listener, formatAddress(service.xds));
});

test("with onStaleRemote: wait it gets nothing until the remote is back", async (t) => {
  const { repository, reach, service } = await setUp(t, "onStaleRemote: wait\n");
  reach(false);
  const answer = firstAnswer(t, service);
  const { msg } = await service.line(staleLook);
  assert.equal(msg, "new clients: the remote cannot be looked at; they wait until it can be");
  repository.commit({ "b.yaml": peerAuthentication("b") });
  reach(true);
  assert.deepEqual(await answer, ["shop/a", "shop/b"]);
});
