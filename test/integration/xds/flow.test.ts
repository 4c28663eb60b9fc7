import assert from "node:assert/strict";
import { connect as connectHttp2 } from "node:http2";
import { test } from "node:test";
import { encodeDiscoveryRequest } from "../../../src/proto/index.js";
import { FakeClock } from "../../support/xds/fake-clock.js";
import { startHarness, until } from "../../support/xds/harness.js";
import { type Mesh, makeSnapshot, readAll } from "../../support/xds/snapshots.js";
import { destinationRules, serviceEntries, virtualServices } from "../../support/xds/urls.js";

const mesh: Mesh = { VirtualService: { "shop/web": "a" }, DestinationRule: { "shop/web": "a" } };

/** A harness whose time the test moves, and whose resources are as large as it says. */
async function setUp(t: Parameters<typeof startHarness>[0], limits: object = {}, padding = 0) {
  const clock = new FakeClock();
  const harness = await startHarness(t, undefined, { clock, limits: { gatherMs: 1, ...limits } });
  harness.snapshots.publish(makeSnapshot(mesh, 1, padding));
  const typesAsked = () => harness.server.clients().map(({ collections }) => collections.length);
  return { ...harness, clock, typesAsked };
}

test("a response without ACK or NACK for 60 s resets its stream, not the connection; MeshConfig is not waited for", async (t) => {
  const { connect, clock, server, typesAsked } = await setUp(t);
  const client = connect();
  const [silent, good] = [client.sotw(), client.sotw()];
  silent.send({ typeUrl: virtualServices });
  good.send({ typeUrl: "core/v1alpha1/MeshConfig" });
  good.send({ typeUrl: virtualServices });
  await until(() => typesAsked().join() === "1,2" || typesAsked().join() === "2,1", "the requests");
  clock.advance(1);
  await silent.responses.next();
  for (const answer of [await good.responses.next(), await good.responses.next()]) {
    if (answer.typeUrl === virtualServices) good.send({ typeUrl: virtualServices, responseNonce: answer.nonce });
  }
  await until(() => server.clients().some(({ synced }) => synced), "the ACK");
  clock.advance(59_998);
  assert.equal(server.clients().length, 2);
  clock.advance(10);
  const status = await silent.ended;
  assert.equal(status.code, 4);
  assert.equal(status.details, "no ACK or NACK within 60 s");
  clock.advance(120_000);
  assert.equal(server.clients().length, 1);
});

test("a peer that reads nothing holds one message, and its stream is reset below gRPC", async (t) => {
  const { clock, server, address, events, typesAsked } = await setUp(t, {}, 3_000_000);
  const session = connectHttp2(`http://127.0.0.1:${address.port}`);
  t.after(() => session.destroy());
  const stream = session.request({
    ":method": "POST",
    ":path": "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources",
    "content-type": "application/grpc",
    te: "trailers",
  });
  for (const typeUrl of [destinationRules, virtualServices]) {
    const message = encodeDiscoveryRequest({ typeUrl });
    const header = Buffer.alloc(5);
    header.writeUInt32BE(message.length, 1);
    stream.write(Buffer.concat([header, message]));
  }
  await until(() => typesAsked().join() === "2", "the requests");
  clock.advance(1);
  await until(() => stream.readableLength > 0 || events.some(({ type }) => type === "pushed"), "the first message");
  clock.advance(59_000);
  assert.equal(events.filter(({ type }) => type === "pushed").length, 1);
  let rst: number | undefined;
  stream.on("error", () => {});
  stream.on("close", () => {
    rst = stream.rstCode;
  });
  clock.advance(2_000);
  assert.deepEqual(server.clients(), []);
  clock.advance(5_000);
  await until(() => rst !== undefined, "the reset");
  assert.equal(rst, 8);
});

test("large messages in flight are bounded; a slow client gives its slot up after 250 ms and gets none until it ACKs", async (t) => {
  const { connect, clock, events, snapshots, server, typesAsked } = await setUp(t, { fanout: 1 }, 100_000);
  const pushed = () => events.filter(({ type }) => type === "pushed").length;
  const slow = connect().sotw();
  slow.send({ typeUrl: destinationRules });
  await until(() => typesAsked().join() === "1", "the first request");
  clock.advance(1);
  const answer = await slow.responses.next();

  const next = connect().sotw();
  next.send({ typeUrl: destinationRules });
  await until(() => typesAsked().join() === "1,1", "the second request");
  clock.advance(249);
  assert.equal(pushed(), 1, "the only slot is taken");
  clock.advance(1);
  const taken = await next.responses.next();
  next.send({ typeUrl: destinationRules, responseNonce: taken.nonce });
  await until(() => server.clients()[1]?.synced === true, "the slot to be free");

  slow.send({ typeUrl: virtualServices });
  slow.send({ typeUrl: serviceEntries });
  await until(() => typesAsked().join() === "3,1", "the third request");
  clock.advance(2);
  assert.equal((await slow.responses.next()).typeUrl, serviceEntries, "small messages need no slot");
  snapshots.publish(makeSnapshot(mesh, 2, 100_000));
  assert.equal(pushed(), 3);
  slow.send({ typeUrl: destinationRules, responseNonce: answer.nonce });
  assert.equal((await slow.responses.next()).typeUrl, virtualServices);
});

test("when everybody is gone no timer runs", async (t) => {
  const { connect, clock, server, typesAsked } = await setUp(t, {}, 100_000);
  const client = connect();
  const stream = client.sotw();
  stream.send({ typeUrl: virtualServices });
  await until(() => typesAsked().join() === "1", "the request");
  clock.advance(1);
  await stream.responses.next();
  assert.ok(clock.pending > 0);
  stream.call.cancel();
  client.close();
  await until(() => server.clients().length === 0 && clock.pending === 0, "the timers to be cancelled");
});

test("what waits to be read is not overwritten by what is sent to others", async (t) => {
  const harness = await startHarness(t);
  const mesh = { DestinationRule: { "shop/rule": "a" }, VirtualService: { "shop/web": "b" } };
  // Beyond what HTTP/2's flow control lets out to who does not read.
  harness.snapshots.publish(makeSnapshot(mesh, 1, 1024 * 1024));
  const streams = [destinationRules, virtualServices, destinationRules].map((typeUrl) => {
    const stream = harness.connect().sotw();
    stream.call.pause();
    stream.send({ typeUrl });
    return stream;
  });
  await until(() => harness.events.filter(({ type }) => type === "pushed").length === streams.length, "all pushes");
  const read = [];
  for (const { call, responses } of streams) {
    call.resume();
    read.push(readAll((await responses.next()).resources));
  }
  assert.deepEqual(read, [mesh.DestinationRule, mesh.VirtualService, mesh.DestinationRule]);
});
