import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { Address, ClientStatus, Emit, Snapshot, SnapshotReader } from "../model/index.js";
import { formatAddress } from "../util/address.js";
import type { Clock } from "../util/clock.js";
import { adsDefinition, type RawStream } from "./ads.js";
import { delta } from "./delta.js";
import { createFanout } from "./fanout.js";
import { addHealth } from "./health.js";
import { defaultLimits, type Limits } from "./limits.js";
import { listen } from "./listener.js";
import { addReflection } from "./reflection.js";
import { sotw } from "./sotw.js";
import { AdsStream, type StreamContext } from "./stream.js";
import type { Variant } from "./variant.js";

/** What an ADS server is made of. */
export interface XdsServerOptions {
  readonly listen: Address;
  readonly snapshots: SnapshotReader;
  readonly emit: Emit;
  readonly clock: Clock;
  /** Of gitxds: told to clients with each response. */
  readonly version: string;
  readonly limits?: Partial<Limits>;
}

/** A running ADS server. */
export interface XdsServer {
  /** As bound. */
  readonly address: Address;
  /** One entry per open ADS stream. */
  clients(): readonly ClientStatus[];
  /** Ends every stream and connection, by force where they do not end within the grace time. */
  close(): Promise<void>;
}

/** Binds the port and serves. Throws UsageError where the port cannot be had. */
export async function startXdsServer(options: XdsServerOptions): Promise<XdsServer> {
  const { snapshots, clock } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const server = new Server(serverOptions(limits));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = await listen(options.listen, (socket) => injector.injectConnection(socket));
  const streams = addStreams(server, {
    ...options,
    limits,
    listener: formatAddress(listener.address),
    fanout: createFanout({ slots: limits.fanout, lapseMs: limits.fanoutLapseMs, clock }),
    controlPlane: (snapshot) => controlPlane(options.version, snapshot),
  });
  const health = addHealth(server);
  addReflection(server);
  health.setServing(snapshots.current() !== undefined);
  const unsubscribe = snapshots.onPublish(() => {
    health.setServing(true);
    for (const stream of [...streams]) stream.push();
  });

  let closing: Promise<void> | undefined;
  const close = async () => {
    unsubscribe();
    health.setServing(false);
    const closed = listener.close();
    // The connections are told first: a client whose stream alone ends opens the next one on the same connection.
    injector.destroy();
    for (const stream of [...streams]) stream.end({ code: status.UNAVAILABLE, details: "gitxds is stopping" });
    const cancel = clock.after(limits.graceMs, () => listener.destroy());
    await closed;
    cancel();
    server.forceShutdown();
  };
  return {
    address: listener.address,
    clients: () => [...streams].map((stream) => stream.status()),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The set of open streams; it follows what clients do. */
function addStreams(server: Server, context: StreamContext): ReadonlySet<AdsStream> {
  const streams = new Set<AdsStream>();
  let opened = 0;
  const serve = (variant: Variant) => (call: RawStream) => {
    opened += 1;
    const stream = new AdsStream(opened, call, variant, context, () => streams.delete(stream));
    streams.add(stream);
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
    "grpc.enable_channelz": 0,
  };
}

function controlPlane(version: string, { commits }: Snapshot): string {
  return `gitxds/${version} commit=${commits.map(({ commit }) => commit).join(",")}`;
}
