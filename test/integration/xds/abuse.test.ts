import assert from "node:assert/strict";
import { connect as connectSocket } from "node:net";
import { test } from "node:test";
import { type Harness, startHarness, until } from "../../support/xds/harness.js";
import { makeSnapshot, readAll } from "../../support/xds/snapshots.js";
import { destinationRules, virtualServices } from "../../support/xds/urls.js";

/** A client that was there before, to be asked afterwards whether it noticed anything. */
async function bystander({ connect, snapshots }: Harness): Promise<() => Promise<void>> {
  const stream = connect().sotw();
  stream.send({ typeUrl: virtualServices });
  const { nonce } = await stream.responses.next();
  stream.send({ typeUrl: virtualServices, responseNonce: nonce });
  return async () => {
    snapshots.publish(makeSnapshot({ VirtualService: { "shop/web": "after" } }, 99));
    assert.deepEqual(readAll((await stream.responses.next()).resources), { "shop/web": "after" });
  };
}

const mesh = { VirtualService: { "shop/web": "before" } };

for (const method of ["sotw", "delta"] as const) {
  test(`bytes that are no ${method} request end that stream alone, with INVALID_ARGUMENT`, async (t) => {
    const harness = await startHarness(t, mesh);
    const undisturbed = await bystander(harness);
    const client = harness.connect();
    const [bad, good] = [client[method](), client[method]()];
    good.send({ typeUrl: virtualServices });
    await good.responses.next();
    bad.sendBytes(Buffer.from([0x0a, 0xff, 0xff, 0xff]));
    assert.equal((await bad.ended).code, 3);
    good.send({ typeUrl: destinationRules });
    await good.responses.next();
    await undisturbed();
  });

  for (const typeUrl of ["", "x".repeat(257), "with space/v1/Kind", "line\nbreak"]) {
    test(`a ${method} request for the type ${JSON.stringify(typeUrl.slice(0, 20))} is INVALID_ARGUMENT`, async (t) => {
      const { connect } = await startHarness(t, mesh);
      const stream = connect()[method]();
      stream.send({ typeUrl });
      assert.equal((await stream.ended).code, 3);
    });
  }
}

test("a request larger than the limit ends its stream with RESOURCE_EXHAUSTED", async (t) => {
  const harness = await startHarness(t, mesh, { limits: { requestBytes: 1_000 } });
  const undisturbed = await bystander(harness);
  const stream = harness.connect().sotw();
  stream.send({ typeUrl: virtualServices, resourceNames: ["x".repeat(2_000)] });
  assert.equal((await stream.ended).code, 8);
  await undisturbed();
});

test("more types or names than the limits end the stream with RESOURCE_EXHAUSTED", async (t) => {
  const { connect } = await startHarness(t, mesh, { limits: { typesPerStream: 3, namesPerStream: 5 } });
  const client = connect();
  const types = client.sotw();
  for (let index = 0; index < 4; index += 1) types.send({ typeUrl: `example.org/v1/Kind${index}` });
  assert.equal((await types.ended).code, 8);
  const names = client.delta();
  for (let index = 0; index < 6; index += 1) {
    names.send({ typeUrl: virtualServices, resourceNamesSubscribe: [`shop/${index}`] });
  }
  assert.equal((await names.ended).code, 8);
  const told = client.delta();
  const initialResourceVersions = new Map([1, 2, 3, 4, 5, 6].map((index) => [`shop/${index}`, "v"]));
  told.send({ typeUrl: virtualServices, initialResourceVersions });
  assert.equal((await told.ended).code, 8);
});

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

for (const [what, bytes, code] of [
  ["HTTP/1.1", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "GX084"],
  ["TLS", Buffer.from("160301020001000001fc0303", "hex"), "GX083"],
  ["garbage", Buffer.alloc(10_000, 0xee), "GX084"],
  ["a preface and garbage", Buffer.concat([preface, Buffer.alloc(99, 0xee)]), undefined],
  ["a preface and a frame of 16 MB", Buffer.concat([preface, Buffer.from("ffffff000000000001", "hex")]), undefined],
] as const) {
  test(`${what} on the port costs that connection and nothing else, and is told of`, async (t) => {
    const harness = await startHarness(t, mesh);
    const undisturbed = await bystander(harness);
    const socket = connectSocket(harness.address.port, "127.0.0.1");
    let gone = false;
    socket.on("error", () => {});
    socket.on("close", () => {
      gone = true;
    });
    socket.resume();
    socket.write(bytes);
    await until(() => gone, "the connection to be closed");
    const told = harness.events.flatMap((event) => (event.type === "connections-refused" ? [event.code] : []));
    assert.deepEqual(told, code === undefined ? [] : [code]);
    await undisturbed();
  });
}

test("what clients say of themselves is bounded and cleaned before it is told on", async (t) => {
  const { connect, server, events } = await startHarness(t, mesh);
  const stream = connect().sotw();
  const node = { id: `evil\r\n\u001b[31m\u202e${"x".repeat(1_000)}`, cluster: "", metadata: {} };
  stream.send({ typeUrl: virtualServices, node });
  const { nonce } = await stream.responses.next();
  stream.send({
    typeUrl: virtualServices,
    responseNonce: nonce,
    errorDetail: { code: 3, message: `\n${"y".repeat(9_999)}` },
  });
  await until(() => events.some(({ type }) => type === "nacked"), "the NACK");
  const client = server.clients()[0];
  assert.equal(client?.node, `evil   [31m ${"x".repeat(256 - 12)}`);
  assert.equal(client?.collections[0]?.nack?.message, ` ${"y".repeat(999)}`);
});
