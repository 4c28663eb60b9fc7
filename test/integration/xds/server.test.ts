import assert from "node:assert/strict";
import { connect as connectSocket, createServer } from "node:net";
import { test } from "node:test";
import type { Client, ServiceError } from "@grpc/grpc-js";
import { service as healthService } from "grpc-health-check";
import { UsageError } from "../../../src/model/index.js";
import { systemClock } from "../../../src/util/clock.js";
import { startXdsServer } from "../../../src/xds/index.js";
import { startHarness, until } from "../../support/xds/harness.js";
import { FakeSnapshots, makeSnapshot } from "../../support/xds/snapshots.js";
import { virtualServices } from "../../support/xds/urls.js";

function start(host: string, port: number) {
  const endpoints = [{ listen: { host, port }, snapshots: new FakeSnapshots(), freshen: async () => {} }];
  return startXdsServer({ endpoints, emit: () => {}, clock: systemClock, version: "1.2.3" });
}

test("a port that is taken is a usage error that names the port and the flag, and prints nothing", async (t) => {
  const holder = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  t.after(() => holder.close());
  const printed = t.mock.method(console, "error", () => {});
  const { port } = holder.address() as { port: number };
  await assert.rejects(start("127.0.0.1", port), (error: unknown) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, new RegExp(`${port}.*--listen`));
    assert.match(error.remedy, /--listen/);
    return true;
  });
  assert.equal(printed.mock.callCount(), 0);
});

test("an address that is not this machine's is a usage error", async () => {
  await assert.rejects(start("192.0.2.1", 0), UsageError);
});

test("the health service says NOT_SERVING until a snapshot is served, then SERVING", async (t) => {
  const { connect, snapshots } = await startHarness(t);
  const { grpc } = connect();
  assert.equal(await health(grpc, ""), "NOT_SERVING");
  snapshots.publish(makeSnapshot({}));
  assert.equal(await health(grpc, ""), "SERVING");
  assert.equal(await health(grpc, "envoy.service.discovery.v3.AggregatedDiscoveryService"), "SERVING");
  await assert.rejects(health(grpc, "other"), { code: 5 });
});

test("whoever watches health is told how it is and when that changes; a service that is not there is unknown", async (t) => {
  const { connect, snapshots, server } = await startHarness(t);
  const { grpc } = connect();
  const own = watchHealth(grpc, "");
  const other = watchHealth(grpc, "other");
  await until(() => own.length === 1 && other.length === 1, "the first answers");
  snapshots.publish(makeSnapshot({}, 1));
  snapshots.publish(makeSnapshot({}, 2));
  await until(() => own.length === 2, "the change");
  await server.close();
  assert.deepEqual(own.slice(0, 2), ["NOT_SERVING", "SERVING"]);
  assert.deepEqual(other, ["SERVICE_UNKNOWN"]);
});

test("health lists each service", async (t) => {
  const { connect } = await startHarness(t, {});
  const list = healthService.List ?? assert.fail();
  const answer = await new Promise<unknown>((resolve, reject) => {
    connect().grpc.makeUnaryRequest(
      ...([list.path, list.requestSerialize, list.responseDeserialize, {}] as const),
      (error, response) => (error === null ? resolve(response) : reject(error)),
    );
  });
  const { statuses } = answer as { readonly statuses: Readonly<Record<string, { readonly status: string }>> };
  assert.deepEqual(
    Object.entries(statuses).map(([name, { status }]) => [name, status]),
    [
      ["", "SERVING"],
      ["envoy.service.discovery.v3.AggregatedDiscoveryService", "SERVING"],
    ],
  );
});

for (const version of ["v1", "v1alpha"]) {
  test(`reflection ${version} lists the services and describes the ADS methods with all they refer to`, async (t) => {
    const { connect } = await startHarness(t);
    const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
    const same = (bytes: Buffer) => bytes;
    const call = connect().grpc.makeBidiStreamRequest(path, same, same);
    t.after(() => call.cancel());
    call.on("error", () => {});
    const ask = (field: number, text: string): Promise<string> =>
      new Promise((resolve) => {
        call.once("data", (bytes: Buffer) => resolve(bytes.toString("latin1")));
        call.write(Buffer.concat([Buffer.from([(field << 3) | 2, text.length]), Buffer.from(text)]));
      });
    const list = await ask(7, "*");
    assert.match(list, /envoy\.service\.discovery\.v3\.AggregatedDiscoveryService/);
    assert.match(list, /grpc\.health\.v1\.Health/);
    const described = await ask(4, "envoy.service.discovery.v3.AggregatedDiscoveryService");
    for (const name of ["StreamAggregatedResources", "DeltaDiscoveryResponse", "Node", "Struct"]) {
      assert.match(described, new RegExp(name));
    }
    const health = await ask(4, "grpc.health.v1.Health");
    for (const name of ["HealthCheckRequest", "StatusesEntry"]) assert.match(health, new RegExp(name));
  });
}

test("closing tells open streams, takes no more connections, and gives the port free", async (t) => {
  const { connect, server, address, events } = await startHarness(t, { VirtualService: { "shop/web": "a" } });
  const stream = connect().sotw();
  stream.send({ typeUrl: virtualServices });
  await stream.responses.next();
  await Promise.all([server.close(), server.close()]);
  const status = await stream.ended;
  assert.equal(status.code, 14);
  assert.equal(status.details, "gitxds is stopping");
  assert.deepEqual(server.clients(), []);
  const closed = events.flatMap((event) => (event.type === "stream-closed" ? [[event.status, event.reason]] : []));
  assert.deepEqual(closed, [["UNAVAILABLE", "gitxds is stopping"]]);
  const again = await start("127.0.0.1", address.port);
  await again.close();
});

test("closing cuts connections that do not end by themselves", async (t) => {
  const { server, address } = await startHarness(t);
  const socket = connectSocket(address.port, "127.0.0.1");
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("connect", resolve));
  let gone = false;
  socket.once("close", () => {
    gone = true;
  });
  socket.resume();
  await server.close();
  await until(() => gone, "the silent connection to be cut");
});

/** The statuses that a watch is told, as they come. */
function watchHealth(grpc: Client, service: string): readonly string[] {
  const { path, requestSerialize, responseDeserialize } = healthService.Watch ?? assert.fail();
  const told: string[] = [];
  const call = grpc.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { service });
  call.on("data", ({ status }: { readonly status: string }) => told.push(status));
  call.on("error", () => {});
  return told;
}

function health(grpc: Client, service: string): Promise<string> {
  const method = healthService.Check;
  assert.ok(method);
  return new Promise((resolve, reject) => {
    grpc.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      { service },
      (error: ServiceError | null, response?: object) =>
        error === null ? resolve((response as { status: string }).status) : reject(error),
    );
  });
}
