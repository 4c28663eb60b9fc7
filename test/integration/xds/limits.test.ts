import assert from "node:assert/strict";
import { connect as connectSocket, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { connect as connectTls } from "node:tls";
import type { Event } from "../../../src/model/index.js";
import { tlsFile } from "../../support/git/certificates.js";
import { FakeClock } from "../../support/xds/fake-clock.js";
import { type Harness, startHarness, until } from "../../support/xds/harness.js";
import { makeSnapshot, readAll } from "../../support/xds/snapshots.js";
import { destinationRules, istiodTypeUrls, virtualServices } from "../../support/xds/urls.js";

const mesh = { VirtualService: { "shop/web": "v1" } };

const tls = { certFile: tlsFile("server.crt"), keyFile: tlsFile("server.key"), clientCaFile: null, allowedSans: [] };

type EventOf<Type extends Event["type"]> = Extract<Event, { readonly type: Type }>;

function eventsOf<Type extends Event["type"]>({ events }: Harness, type: Type): readonly EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}

/** A connection that says what it is told to; `isOpen` until the other side ends it. */
function dial(t: TestContext, { address }: Harness, bytes?: Buffer) {
  const socket = connectSocket(address.port, "127.0.0.1");
  t.after(() => socket.destroy());
  return watch(socket, bytes);
}

function watch(socket: Socket, bytes?: Buffer) {
  const seen = { socket, isOpen: true };
  socket.on("error", () => {});
  socket.on("close", () => {
    seen.isOpen = false;
  });
  socket.resume();
  if (bytes !== undefined) socket.write(bytes);
  return seen;
}

test("a stream too many is held unanswered, and answered once another has ended", async (t) => {
  const harness = await startHarness(t, mesh, { limits: { streams: 1 } });
  const [first, second] = [harness.connect().sotw(), harness.connect().delta()];
  first.send({ typeUrl: virtualServices });
  await first.responses.next();
  second.send({ typeUrl: virtualServices });
  await until(() => eventsOf(harness, "stream-held").length === 1, "the second stream to be held");
  assert.equal(harness.server.clients().length, 2);
  first.call.cancel();
  assert.equal((await second.responses.next()).resources[0]?.name, "shop/web");
});

test("where as many are held as are served, one more is refused, and one that leaves gives its wait up", async (t) => {
  const harness = await startHarness(t, mesh, { limits: { streams: 1 } });
  const client = harness.connect();
  const first = client.sotw();
  await until(() => eventsOf(harness, "stream-opened").length === 1, "the first stream");
  const second = client.sotw();
  await until(() => eventsOf(harness, "stream-held").length === 1, "the second stream to be held");
  assert.equal((await client.sotw().ended).code, 8);
  assert.equal(harness.server.clients().length, 2);
  second.call.cancel();
  await until(() => harness.server.clients().length === 1, "the second stream to leave");
  const third = client.sotw();
  await until(() => eventsOf(harness, "stream-held").length === 2, "the third stream to be held");
  third.send({ typeUrl: virtualServices });
  first.call.cancel();
  await third.responses.next();
});

test("requests that come too fast are read later, told of once, and all answered", async (t) => {
  const harness = await startHarness(t, mesh, { limits: { requestBurst: 4, requestsPerSecond: 100 } });
  const other = harness.connect().sotw();
  const stream = harness.connect().sotw();
  for (const typeUrl of istiodTypeUrls) stream.send({ typeUrl });
  other.send({ typeUrl: virtualServices });
  await other.responses.next();
  const answered = new Set<string>();
  for (const _ of istiodTypeUrls) answered.add((await stream.responses.next()).typeUrl);
  assert.deepEqual([...answered].sort(), [...istiodTypeUrls].sort());
  assert.equal(eventsOf(harness, "stream-slowed").length, 1);
});

test("a stream without a request is ended after a while, one with a request is not", async (t) => {
  const clock = new FakeClock();
  const harness = await startHarness(t, mesh, { clock, limits: { idleAckTimeoutMs: 1e9 } });
  const [silent, asking] = [harness.connect().sotw(), harness.connect().sotw()];
  asking.send({ typeUrl: virtualServices });
  await untilPushed(harness, clock);
  await until(() => harness.server.clients().length === 2, "both streams");
  clock.advance(60_000);
  assert.equal((await silent.ended).code, 4);
  assert.equal(harness.server.clients().length, 1);
});

/** Lets the time pass in which first requests are gathered. */
async function untilPushed(harness: Harness, clock: FakeClock): Promise<void> {
  await until(() => {
    clock.advance(10);
    return eventsOf(harness, "pushed").length > 0;
  }, "a response");
}

/** In small steps: a stream that is ended is reset where the client has not taken the status soon after. */
function untilNoClient({ server }: Harness, clock: FakeClock): void {
  for (let steps = 0; server.clients().length > 0; steps += 1) {
    assert.ok(steps < 10_000, "no stream is ended");
    clock.advance(100);
  }
}

test("a connection ends in its age, and the client's next stream comes on another", async (t) => {
  const clock = new FakeClock();
  const harness = await startHarness(t, mesh, { clock });
  const client = harness.connect();
  const stream = client.sotw();
  stream.send({ typeUrl: virtualServices });
  await untilPushed(harness, clock);
  const { nonce } = await stream.responses.next();
  stream.send({ typeUrl: virtualServices, responseNonce: nonce });
  await until(() => eventsOf(harness, "acked").length === 1, "the ACK");
  const before = harness.server.clients()[0]?.peer;
  clock.advance(26 * 60_000);
  assert.equal(harness.server.clients().length, 1, "not before its age less ten percent");
  untilNoClient(harness, clock);
  const { code, details } = await stream.ended;
  assert.equal(code, 14);
  assert.match(details, /maximum age/);
  const next = client.sotw();
  next.send({ typeUrl: destinationRules });
  await until(() => harness.server.clients().length === 1, "the next stream");
  assert.notEqual(harness.server.clients()[0]?.peer, before);
});

for (const [what, acks] of [
  ["until it has ACKed", true],
  ["for the grace time", false],
] as const) {
  test(`a stream that has something to take keeps its old connection ${what}, and gets nothing new`, async (t) => {
    const clock = new FakeClock();
    const limits = { idleAckTimeoutMs: 1e9, connectionAgeGraceMs: 10 * 60_000 };
    const harness = await startHarness(t, mesh, { clock, limits });
    const stream = harness.connect().sotw();
    stream.send({ typeUrl: virtualServices });
    await untilPushed(harness, clock);
    const { nonce } = await stream.responses.next();
    clock.advance(33 * 60_000);
    harness.snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "v2" } }, 2));
    assert.equal(harness.server.clients().length, 1);
    if (acks) stream.send({ typeUrl: virtualServices, responseNonce: nonce });
    else untilNoClient(harness, clock);
    assert.equal((await stream.ended).code, 14);
    assert.equal(eventsOf(harness, "pushed").length, 1);
  });
}

test("a stream that is on its way to a commit is led to it before it ends, and not to the next one", async (t) => {
  const clock = new FakeClock();
  const limits = { idleAckTimeoutMs: 1e9, connectionAgeGraceMs: 10 * 60_000 };
  const before = { DestinationRule: { "shop/old": "a" }, VirtualService: { "shop/web": "to-old" } };
  const harness = await startHarness(t, before, { clock, limits });
  const stream = harness.connect().sotw();
  for (const typeUrl of [destinationRules, virtualServices]) stream.send({ typeUrl });
  await until(() => harness.server.clients()[0]?.collections.length === 2, "both requests");
  clock.advance(10);
  for (let answers = 0; answers < 2; answers += 1) {
    const { typeUrl, nonce } = await stream.responses.next();
    stream.send({ typeUrl, responseNonce: nonce });
  }
  await until(() => harness.server.clients()[0]?.synced === true, "the first commit");

  const after = { DestinationRule: { "shop/new": "a" }, VirtualService: { "shop/web": "to-new" } };
  harness.snapshots.publish(makeSnapshot(after, 2));
  clock.advance(33 * 60_000);
  harness.snapshots.publish(makeSnapshot({}, 3));
  const sent: string[][] = [];
  for (let steps = 0; steps < 3; steps += 1) {
    const { typeUrl, nonce, resources } = await stream.responses.next();
    sent.push(Object.keys(readAll(resources)));
    stream.send({ typeUrl, responseNonce: nonce });
  }
  assert.deepEqual(sent, [["shop/new", "shop/old"], ["shop/web"], ["shop/new"]]);
  assert.equal((await stream.ended).code, 14);
});

test("a connection without a stream is closed after a while", async (t) => {
  const harness = await startHarness(t, mesh, { limits: { connectionIdleMs: 50 } });
  const client = harness.connect();
  client.grpc.waitForReady(Date.now() + 10_000, () => {});
  const states: number[] = [];
  await until(() => {
    states.push(client.grpc.getChannel().getConnectivityState(false));
    return states.includes(2) && states.at(-1) === 0;
  }, "the connection to be ready and then idle");
});

for (const [what, bytes] of [
  ["nothing", undefined],
  ["half a preface", Buffer.from("PRI * HT")],
] as const) {
  test(`a connection that says ${what} is closed after a while, and told of`, async (t) => {
    const clock = new FakeClock();
    const harness = await startHarness(t, mesh, { clock });
    const half = dial(t, harness, bytes);
    await until(() => clock.pending > 0, "the connection");
    clock.advance(5_000);
    await until(() => !half.isOpen, "the connection to be closed");
    assert.deepEqual(
      eventsOf(harness, "connections-refused").map(({ code }) => code),
      ["GX084"],
    );
  });
}

test("a TLS handshake that stops half-way is ended, and so is a TLS connection that says nothing", async (t) => {
  const harness = await startHarness(t, mesh, { tls, limits: { openingMs: 100 } });
  const half = dial(t, harness, Buffer.from("160301020001000001fc0303", "hex"));
  await until(() => !half.isOpen, "the half handshake to be ended");
  const { host, port } = harness.address;
  const silent = watch(connectTls({ host, port, ALPNProtocols: ["h2"], rejectUnauthorized: false }));
  await until(() => !silent.isOpen, "the silent connection to be ended");
  assert.equal(eventsOf(harness, "connections-refused")[0]?.code, "GX084");
});

test("a probe that connects and leaves is not told of", async (t) => {
  const harness = await startHarness(t, mesh);
  const probe = dial(t, harness);
  probe.socket.end();
  await until(() => !probe.isOpen, "the probe to end");
  assert.deepEqual(eventsOf(harness, "connections-refused"), []);
});

test("a connection too many is closed at once, and there is room again when one has ended", async (t) => {
  const harness = await startHarness(t, mesh, { limits: { connections: 2 } });
  const stream = harness.connect().sotw();
  stream.send({ typeUrl: virtualServices });
  await stream.responses.next();
  const held = dial(t, harness);
  const excess = dial(t, harness);
  await until(() => !held.isOpen || !excess.isOpen, "one of the two to be closed");
  assert.equal(eventsOf(harness, "connections-refused")[0]?.code, "GX087");
  for (const { socket } of [held, excess]) socket.destroy();
  let answered = false;
  await until(() => {
    if (!answered && harness.server.clients().length < 2) {
      answered = true;
      harness.connect().sotw().send({ typeUrl: virtualServices });
    }
    return harness.server.clients().length === 2;
  }, "another client to be served");
});

/** Where a process may have fewer files open, as many as leave room for the server's side. */
function burstSize(): number {
  const report = process.report?.getReport() as { userLimits?: { open_files: { soft: number | string } } } | undefined;
  const files = Number(report?.userLimits?.open_files.soft);
  return Number.isNaN(files) ? 10_000 : Math.min(10_000, files - 1_000);
}

test("10,000 connections in a burst are bounded and counted, and who was there is not disturbed", async (t) => {
  const clock = new FakeClock();
  const harness = await startHarness(t, mesh, { clock, limits: { connections: 500, idleAckTimeoutMs: 1e9 } });
  const stream = harness.connect().sotw();
  stream.send({ typeUrl: virtualServices });
  await untilPushed(harness, clock);
  const { nonce } = await stream.responses.next();
  stream.send({ typeUrl: virtualServices, responseNonce: nonce });
  await until(() => eventsOf(harness, "acked").length === 1, "the ACK");

  const burst = Array.from({ length: burstSize() }, () => dial(t, harness));
  const open = () => burst.filter(({ isOpen }) => isOpen).length;
  await until(() => open() <= 499, "the excess to be closed", 30_000);
  harness.snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "v2" } }, 2));
  assert.deepEqual(readAll((await stream.responses.next()).resources), { "shop/web": "v2" });
  assert.equal(open(), 499);

  clock.advance(5_000);
  await until(() => open() === 0, "those that say nothing to be closed", 30_000);
  clock.advance(60_000);
  const told = (code: string) =>
    eventsOf(harness, "connections-refused")
      .filter((event) => event.code === code)
      .reduce((sum, { count }) => sum + count, 0);
  assert.deepEqual([told("GX087"), told("GX084")], [burst.length - 499, 499]);
});
