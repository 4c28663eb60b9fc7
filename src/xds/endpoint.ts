import type { Socket } from "node:net";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { Address, ClientStatus, ListenerTls, SnapshotReader } from "../model/index.js";
import { formatAddress } from "../util/address.js";
import { jitteredMs } from "../util/backoff.js";
import { adsDefinition, type RawStream } from "./ads.js";
import { delta } from "./delta.js";
import { addHealth } from "./health.js";
import type { Limits } from "./limits.js";
import { LostRules } from "./lost-rules.js";
import { OpenStreams } from "./open-streams.js";
import { addReflection } from "./reflection.js";
import { sotw } from "./sotw.js";
import { AdsStream } from "./stream.js";
import type { StreamContext } from "./stream-context.js";
import { readCertificate } from "./transport/certificate.js";
import { openConnections } from "./transport/connections.js";
import { listen } from "./transport/listener.js";
import type { Variant } from "./variant.js";

const stopping = "gitxds is stopping";
const oldAge = "the connection has reached its maximum age: connect again";

/** One address, and what is served there. */
export interface EndpointOptions {
  readonly listen: Address;
  readonly snapshots: SnapshotReader;
  /**
   * Resolves once a new stream may be answered: with what is served then, it is not taken back to something older. Given the
   * address as bound, as text.
   */
  readonly freshen: (listener: string) => Promise<void>;
  /** Absent: plaintext. */
  readonly tls?: ListenerTls;
  /** Ranges as ADDRESS/BITS that may connect; absent: every address. */
  readonly allow?: readonly string[];
}

/** What the endpoints of a server share. */
export interface Shared extends Omit<StreamContext, "snapshots" | "lost" | "freshen" | "listener"> {
  /** A number for the next stream, of the whole server. */
  readonly nextStream: () => number;
}

/** A bound address with its gRPC server and its streams. */
export interface Endpoint {
  /** As bound. */
  readonly address: Address;
  /** One entry per open ADS stream. */
  clients(): readonly ClientStatus[];
  /**
   * Ends every stream within that time, in order and each at a time of its own, and then what is left, by force where it does
   * not end within the grace time. Connections are taken until the streams have ended: a client that boots may not survive
   * a refusal.
   */
  close(drainMs: number): Promise<void>;
}

/** Binds the port and serves. Throws UsageError where a TLS file cannot be used or the port cannot be had. */
export async function startEndpoint(options: EndpointOptions, shared: Shared): Promise<Endpoint> {
  const { snapshots, freshen, allow } = options;
  const { limits, clock, emit } = shared;
  const tls = options.tls && { config: options.tls, certificate: readCertificate(options.tls) };
  const server = new Server(serverOptions(limits));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = await listen(options.listen);
  const name = formatAddress(listener.address);
  const serve = (socket: Socket) => {
    retireLater(socket, shared, () => streams);
    injector.injectConnection(socket);
  };
  const connections = openConnections({ listener: name, allow, tls, limits, clock, emit, serve });
  listener.onConnection(connections.accept);
  const lost = new LostRules(clock, limits);
  const context = { ...shared, snapshots, lost, freshen: () => freshen(name), listener: name };
  const streams = addStreams(server, context, shared.nextStream);
  const health = addHealth(server);
  addReflection(server);
  health.setServing(snapshots.current() !== undefined);
  let draining = false;
  let published = snapshots.current();
  const unsubscribe = snapshots.onPublish((snapshot) => {
    lost.note(published, snapshot);
    published = snapshot;
    if (!draining) health.setServing(true);
    for (const stream of streams) stream.push();
  });

  let closing: Promise<void> | undefined;
  const close = async (drainMs: number) => {
    health.setServing(false);
    draining = true;
    await streams.drain(drainMs, { details: stopping, graceMs: drainMs }, clock);
    unsubscribe();
    connections.close();
    const closed = listener.close();
    // The connections are told first: a client whose stream alone ends opens the next one on the same connection.
    injector.destroy();
    for (const stream of streams) stream.end({ code: status.UNAVAILABLE, details: stopping });
    const cancel = clock.after(limits.graceMs, () => listener.destroy());
    await closed;
    cancel();
    server.forceShutdown();
  };
  return {
    address: listener.address,
    clients: () => [...streams].map((stream) => stream.status()),
    close(drainMs) {
      closing ??= close(drainMs);
      return closing;
    },
  };
}

/** Ends the connection in its age, in order; one that has no stream then is grpc-js's to end once it is idle. */
function retireLater(socket: Socket, { clock, limits }: Shared, streams: () => Iterable<AdsStream>): void {
  const peer = `${socket.remoteAddress}:${socket.remotePort}`;
  const cancel = clock.after(jitteredMs(limits.connectionAgeMs), () => {
    const retirement = { details: oldAge, graceMs: limits.connectionAgeGraceMs };
    for (const stream of streams()) if (stream.peer === peer) stream.retire(retirement);
  });
  socket.once("close", cancel);
}

/** The set of open streams; it follows what clients do. */
function addStreams(server: Server, context: StreamContext, nextStream: () => number): OpenStreams {
  const streams = new OpenStreams();
  const serve = (variant: Variant) => (call: RawStream) => {
    const stream = new AdsStream(nextStream(), call, variant, context, () => streams.delete(stream));
    streams.add(stream);
    stream.begin();
  };
  server.addService(adsDefinition, {
    StreamAggregatedResources: serve(sotw),
    DeltaAggregatedResources: serve(delta),
  });
  return streams;
}

function serverOptions(limits: Limits) {
  return {
    "grpc.max_receive_message_length": limits.requestBytes,
    "grpc.max_concurrent_streams": limits.streamsPerConnection,
    // Off by default; without it a peer that vanished keeps its streams for ever.
    "grpc.keepalive_time_ms": limits.keepaliveMs,
    "grpc.keepalive_timeout_ms": limits.keepaliveTimeoutMs,
    "grpc.max_connection_idle_ms": limits.connectionIdleMs,
    "grpc.enable_channelz": 0,
  };
}
