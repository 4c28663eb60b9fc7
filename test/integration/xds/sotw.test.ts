import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../../src/collections/kinds.js";
import type { DiscoveryRequest, DiscoveryResponse } from "../../../src/proto/index.js";
import type { TestStream } from "../../support/xds/client.js";
import { FakeClock } from "../../support/xds/fake-clock.js";
import { startHarness, until } from "../../support/xds/harness.js";
import { makeSnapshot, readAll } from "../../support/xds/snapshots.js";
import { destinationRules, istiodTypeUrls, peerAuthentications, virtualServices } from "../../support/xds/urls.js";

const node = { id: "sidecar~10.0.0.1~istiod-1.istio-system~istio-system.svc.cluster.local", cluster: "", metadata: {} };
const goTime = "2026-11-23 14:20:24.228 +0000 UTC m=+0.55";

type Sotw = TestStream<DiscoveryRequest, DiscoveryResponse>;

/** Asks as istiod does: the node once, and a time stamp for a nonce. */
function askAsIstiod(stream: Sotw): void {
  istiodTypeUrls.forEach((typeUrl, index) => {
    stream.send({ typeUrl, responseNonce: goTime, node: index === 0 ? node : null });
  });
}

function ack(stream: Sotw, { typeUrl, nonce, versionInfo }: DiscoveryResponse): void {
  stream.send({ typeUrl, responseNonce: nonce, versionInfo, node });
}

function nack(stream: Sotw, { typeUrl, nonce }: DiscoveryResponse): void {
  stream.send({ typeUrl, responseNonce: nonce, errorDetail: { code: 3, message: "no" } });
}

function kindOf(typeUrl: string): string {
  return typeUrl.split("/")[2] ?? "";
}

test("istiod's first requests are all answered, in the order of kinds, and what is not served is answered empty", async (t) => {
  const clock = new FakeClock();
  const { connect, server, events } = await startHarness(
    t,
    {
      PeerAuthentication: { "istio-system/default": "a" },
      VirtualService: { "shop/web": "b", "shop/api": "c" },
    },
    { clock, limits: { gatherMs: 10 } },
  );
  const stream = connect().sotw();
  askAsIstiod(stream);
  await until(() => server.clients()[0]?.collections.length === istiodTypeUrls.length, "all requests to be read");
  clock.advance(10);
  const responses: DiscoveryResponse[] = [];
  for (const _ of istiodTypeUrls) responses.push(await stream.responses.next());

  const order = [...kinds.map(({ kind }) => kind), "MeshConfig"];
  assert.deepEqual(
    responses.map(({ typeUrl }) => kindOf(typeUrl)),
    order,
  );
  for (const { typeUrl, resources, controlPlane } of responses) {
    const expected: Record<string, object> = {
      [peerAuthentications]: { "istio-system/default": "a" },
      [virtualServices]: { "shop/web": "b", "shop/api": "c" },
    };
    assert.deepEqual(readAll(resources), expected[typeUrl] ?? {}, typeUrl);
    assert.equal(controlPlane, `gitxds/1.2.3 commit=${"1".padStart(40, "0")}`);
  }
  assert.equal(server.clients()[0]?.synced, false);

  for (const response of responses) if (kindOf(response.typeUrl) !== "MeshConfig") ack(stream, response);
  await until(() => server.clients()[0]?.synced === true, "the client to be in sync, MeshConfig never ACKed");
  const client = server.clients()[0];
  assert.equal(client?.node, node.id);
  assert.equal(client?.snapshot, `mesh@${"1".padStart(40, "0")}`);
  assert.deepEqual(
    client?.collections.map(({ typeUrl }) => typeUrl),
    istiodTypeUrls,
  );
  assert.equal(events.filter(({ type }) => type === "stream-identified").length, 1);
});

test("nothing is answered before the first good snapshot; then everything is, in the order of kinds", async (t) => {
  const { connect, snapshots, server } = await startHarness(t);
  const stream = connect().sotw();
  askAsIstiod(stream);
  await until(() => server.clients()[0]?.collections.length === istiodTypeUrls.length, "all requests to be read");
  assert.deepEqual(
    server.clients()[0]?.collections.map(({ sent }) => sent),
    istiodTypeUrls.map(() => null),
  );
  assert.equal(stream.responses.size, 0);
  snapshots.publish(makeSnapshot({ DestinationRule: { "shop/web": "a" } }));
  const first = [];
  for (const _ of istiodTypeUrls) first.push(kindOf((await stream.responses.next()).typeUrl));
  assert.deepEqual(first, [...kinds.map(({ kind }) => kind), "MeshConfig"]);
});

test("a commit that touches one collection sends only that one", async (t) => {
  const { connect, snapshots, server, events } = await startHarness(t, { VirtualService: { "shop/web": "a" } });
  const stream = connect().sotw();
  askAsIstiod(stream);
  for (const _ of istiodTypeUrls) ack(stream, await stream.responses.next());
  await until(() => server.clients()[0]?.synced === true, "the first snapshot");
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "a" } }, 2));
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "b" } }, 3));
  const pushed = await stream.responses.next();
  assert.equal(pushed.typeUrl, virtualServices);
  assert.deepEqual(readAll(pushed.resources), { "shop/web": "b" });
  assert.match(pushed.controlPlane, /commit=0+3$/);
  ack(stream, pushed);
  await until(() => server.clients()[0]?.synced === true, "the third snapshot");
  assert.equal(events.filter(({ type }) => type === "pushed").length, istiodTypeUrls.length + 1);
});

test("a client has caught up once it has ACKed the last of its types, and not before", async (t) => {
  const mesh = (version: string) => ({
    DestinationRule: { "shop/web": version },
    VirtualService: { "shop/web": version },
  });
  const { connect, snapshots, server, events } = await startHarness(t, mesh("a"));
  const caughtUp = () => events.flatMap((event) => (event.type === "caught-up" ? [event.commits] : []));
  const stream = connect().sotw();
  for (const typeUrl of [destinationRules, virtualServices]) stream.send({ typeUrl });
  ack(stream, await stream.responses.next());
  const last = await stream.responses.next();
  await until(() => server.clients()[0]?.collections.some(({ acked }) => acked !== null) === true, "the first ACK");
  assert.deepEqual(caughtUp(), []);
  ack(stream, last);
  await until(() => caughtUp().length > 0, "the last ACK");
  snapshots.publish(makeSnapshot(mesh("b"), 2));
  nack(stream, await stream.responses.next());
  ack(stream, await stream.responses.next());
  const third = makeSnapshot(mesh("c"), 3);
  await until(() => server.clients()[0]?.collections.some(({ nack }) => nack !== null) === true, "the NACK");
  snapshots.publish(third);
  for (const _ of [destinationRules, virtualServices]) ack(stream, await stream.responses.next());
  await until(() => caughtUp().length > 1, "the ACKs of what came after the NACK");
  assert.deepEqual(caughtUp().slice(1), [third.commits]);
});

test("a collection is served under each version of its kind and under the URL that was asked for", async (t) => {
  const { connect } = await startHarness(t, { VirtualService: { "shop/web": "a" } });
  const stream = connect().sotw();
  for (const version of ["v1", "v1beta1", "v1alpha3"]) {
    const typeUrl = `networking.istio.io/${version}/VirtualService`;
    stream.send({ typeUrl });
    const response = await stream.responses.next();
    assert.equal(response.typeUrl, typeUrl);
    assert.deepEqual(readAll(response.resources), { "shop/web": "a" });
  }
});

test("a NACK is recorded, and the version is not sent again until it changes", async (t) => {
  const { connect, snapshots, server, events } = await startHarness(t, { VirtualService: { "shop/web": "a" } });
  const stream = connect().sotw();
  stream.send({ typeUrl: virtualServices });
  const first = await stream.responses.next();
  stream.send({
    typeUrl: virtualServices,
    responseNonce: first.nonce,
    errorDetail: { code: 3, message: "no\u001b[2J" },
  });
  await until(() => server.clients()[0]?.collections[0]?.nack !== null, "the NACK to be recorded");
  assert.deepEqual(server.clients()[0]?.collections[0]?.nack?.message, "no [2J");
  assert.equal(server.clients()[0]?.synced, false);
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "a" }, Gateway: { "shop/web": "g" } }, 2));
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "b" } }, 3));
  const second = await stream.responses.next();
  assert.deepEqual(readAll(second.resources), { "shop/web": "b" });
  ack(stream, second);
  await until(() => server.clients()[0]?.synced === true, "the ACK");
  assert.equal(server.clients()[0]?.collections[0]?.nack, null);
  assert.equal(events.filter(({ type }) => type === "pushed").length, 2);
});

test("a client that goes away mid-stream disturbs no other", async (t) => {
  const { connect, snapshots, server, events } = await startHarness(t, { VirtualService: { "shop/web": "a" } });
  const leaving = connect();
  const gone = leaving.sotw();
  const staying = connect().sotw();
  for (const stream of [gone, staying]) {
    stream.send({ typeUrl: virtualServices });
    ack(stream, await stream.responses.next());
  }
  gone.call.cancel();
  leaving.close();
  await until(() => server.clients().length === 1, "the stream to be forgotten");
  assert.ok(events.some((event) => event.type === "stream-closed" && event.status === "OK"));
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "b" } }, 2));
  assert.deepEqual(readAll((await staying.responses.next()).resources), { "shop/web": "b" });
});

test("commits that come while an ACK is awaited are merged into one push", async (t) => {
  const { connect, snapshots, server } = await startHarness(t, { DestinationRule: { "shop/web": "0" } });
  const stream = connect().sotw();
  stream.send({ typeUrl: destinationRules });
  const first = await stream.responses.next();
  for (let commit = 1; commit <= 5; commit += 1) {
    snapshots.publish(makeSnapshot({ DestinationRule: { "shop/web": String(commit) } }, commit + 1));
  }
  ack(stream, first);
  const second = await stream.responses.next();
  assert.deepEqual(readAll(second.resources), { "shop/web": "5" });
  ack(stream, second);
  await until(() => server.clients()[0]?.synced === true, "the newest to be ACKed");
});

test("a client that only asks gets its answers and then the end of the stream", async (t) => {
  const { connect } = await startHarness(t, { VirtualService: { "shop/web": "a" } });
  const stream = connect().sotw();
  stream.send({ typeUrl: virtualServices });
  stream.call.end();
  assert.deepEqual(readAll((await stream.responses.next()).resources), { "shop/web": "a" });
  assert.equal((await stream.ended).code, 0);
});

test("a new stream is answered once it may be, with what is served then", async (t) => {
  const allow: (() => void)[] = [];
  const freshen = () => new Promise<void>((resolve) => allow.push(resolve));
  const { connect, snapshots } = await startHarness(t, { VirtualService: { "shop/web": "old" } }, { freshen });
  const stream = connect().sotw();
  stream.send({ typeUrl: virtualServices });
  await until(() => allow.length === 1, "the stream to open");
  snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "new" } }, 2));
  allow[0]?.();
  const { resources } = await stream.responses.next();
  assert.deepEqual(readAll(resources), { "shop/web": "new" });
});

test("a client that comes back to a newer commit is led over: what was lost stays until its VirtualServices are new", async (t) => {
  const { connect, snapshots } = await startHarness(t, {
    DestinationRule: { "shop/old": "a" },
    VirtualService: { "shop/web": "to-old" },
  });
  const next = { DestinationRule: { "shop/new": "a" }, VirtualService: { "shop/web": "to-new" } };
  snapshots.publish(makeSnapshot(next, 2));
  const stream = connect().sotw();
  askAsIstiod(stream);
  const rules: string[][] = [];
  let services: object | undefined;
  while (rules.length < 2) {
    const response = await stream.responses.next();
    if (response.typeUrl === destinationRules) rules.push(Object.keys(readAll(response.resources)));
    if (response.typeUrl === virtualServices) services = readAll(response.resources);
    if (rules.length === 2) assert.deepEqual(services, { "shop/web": "to-new" }, "before the old rule goes");
    ack(stream, response);
  }
  assert.deepEqual(rules, [["shop/new", "shop/old"], ["shop/new"]]);
});
