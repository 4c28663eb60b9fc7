import type { TestContext } from "node:test";
import type { ChannelCredentials } from "@grpc/grpc-js";
import type { Address, Event, ListenerTls } from "../../../src/model/index.js";
import type { Clock } from "../../../src/util/clock.js";
import { systemClock } from "../../../src/util/clock.js";
import { type Limits, startXdsServer, type XdsServer } from "../../../src/xds/index.js";
import { connect, type TestClient } from "./client.js";
import { FakeClock } from "./fake-clock.js";
import { FakeSnapshots, type Mesh } from "./snapshots.js";

/** A server on a port of its own, what it told, and clients of it; all gone when the test ends. */
export interface Harness {
  readonly server: XdsServer;
  readonly address: Address;
  readonly snapshots: FakeSnapshots;
  readonly events: Event[];
  connect(access?: ChannelCredentials): TestClient;
}

/** Starts it; without a mesh nothing has been published yet. */
export async function startHarness(
  t: TestContext,
  mesh?: Mesh,
  options: {
    readonly limits?: Partial<Limits>;
    readonly clock?: Clock;
    readonly freshen?: () => Promise<void>;
    readonly tls?: ListenerTls;
    readonly allow?: readonly string[];
  } = {},
): Promise<Harness> {
  const snapshots = new FakeSnapshots(mesh);
  const events: Event[] = [];
  const { tls, allow, freshen = async () => {}, clock = systemClock } = options;
  const listen = { host: "127.0.0.1", port: 0 };
  const server = await startXdsServer({
    endpoints: [{ listen, snapshots, freshen, ...(tls && { tls }), ...(allow && { allow }) }],
    emit: (event) => events.push(event),
    clock,
    version: "1.2.3",
    limits: { graceMs: 200, ...options.limits },
  });
  const [address] = server.addresses;
  if (address === undefined) throw new Error("nothing was bound");
  const clients: TestClient[] = [];
  t.after(async () => {
    for (const client of clients) client.close();
    const closed = server.close();
    if (clock instanceof FakeClock) clock.advance(10_000);
    await closed;
  });
  return {
    server,
    address,
    snapshots,
    events,
    connect(access) {
      const client = connect(address, access);
      clients.push(client);
      return client;
    },
  };
}

/** Waits until the condition holds. */
export async function until(condition: () => boolean, what: string, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
