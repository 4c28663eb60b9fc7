// By file: the whole stage would bring fastify.
import { type Certificates, trackCertificates } from "./admin/certificates.js";
import type { AdminServer, Metrics, ServedListener } from "./admin/index.js";
import { createLateMetrics } from "./admin/metrics/index.js";
import { type ConfigFile, type ConfigReloader, followConfig, readWebhookSecret } from "./config/index.js";
import { webhookReceiver } from "./forges/index.js";
import type { Config, Emit, SourceConfig, Status } from "./model/index.js";
import { loadPolicyOptions } from "./pipeline/commit/policy-options.js";
import { type Locks, lockSources } from "./pipeline/follow/locks.js";
import { makeFreshness } from "./pipeline/freshness.js";
import { type Pipeline, startPipeline } from "./pipeline/pipeline.js";
import { SnapshotStore } from "./pipeline/store.js";
import { formatAddress } from "./util/address.js";
import { systemClock } from "./util/clock.js";
import { createEventLog, type EventLog, grpcLogger, type Log } from "./util/log.js";
import { progressLine, type Terminal } from "./util/progress.js";
import { packageVersion } from "./util/version.js";
import type { XdsServer } from "./xds/index.js";

/** Loaded when it is asked for: who names a repository does not wait for it. */
export async function createExampleRepository(folder: string, filesFrom: string): Promise<"made" | "kept"> {
  const embedded = await import("./source/embedded.js");
  return embedded.createExampleRepository(folder, filesFrom);
}

/** drain: streams end one by one, so that clients spread over the other replicas. at once: they end together. */
export type StopManner = "drain" | "at once";

/** What `serve` needs from its surroundings. */
export interface ServeIo {
  readonly log: Log;
  /** Where a progress line may be shown; standard error. */
  readonly terminal: Terminal;
  /** Told once both ports are bound. */
  readonly onListening: (addresses: { readonly xds: readonly string[]; readonly admin: string }) => void;
  /** Aborted when it is time to stop, with a StopManner for its reason. */
  readonly stop: AbortSignal;
  readonly adminToken: string | null;
  /** What the configuration was read from, to be read again when it changes; null without one. */
  readonly configFile: ConfigFile | null;
  /** Takes what is to be done when the process is told to read its configuration again. */
  readonly onHangup: (reload: () => void) => void;
}

/** How long a server waits for its first client before it says what may be wrong. */
const noClientMs = 60_000;

/** How long streams are given to end in; Kubernetes kills a pod after 30 s. */
const drainMs = 10_000;

/** The running parts, in the order in which they are stopped: streams end first, and the status can be asked to the last. */
interface Parts {
  locks?: Locks;
  xds?: XdsServer;
  pipeline?: Pipeline;
  admin?: AdminServer;
  reloader?: ConfigReloader;
  /** As they are configured now. */
  sources: readonly SourceConfig[];
  readonly certificates: Certificates;
  readonly eventLog: EventLog;
}

/**
 * Runs the service until it is told to stop. Policies, folders and ports come first, so that a mistake in the configuration
 * and what is taken are known at once. Throws UsageError where a policy of the directory is wrong or a port cannot be had,
 * GitxdsError where a folder is held or taken away, and whatever killed the pipeline's thread.
 */
export async function serve(config: Config, io: ServeIo): Promise<void> {
  const parts: Parts = {
    sources: config.sources,
    certificates: trackCertificates(systemClock),
    eventLog: createEventLog(io.log, systemClock),
  };
  try {
    await run(config, io, parts);
  } finally {
    parts.reloader?.close();
    await parts.xds?.close(io.stop.reason === ("drain" satisfies StopManner) ? drainMs : 0);
    await parts.pipeline?.close();
    await parts.admin?.close();
    await parts.locks?.release();
    parts.eventLog.flush();
  }
}

async function run(config: Config, io: ServeIo, parts: Parts): Promise<void> {
  await loadPolicyOptions(config.policies);
  const stores = config.listeners.map(() => new SnapshotStore());
  const served = () => servedListeners(config, stores, parts);
  const metrics = createLateMetrics({
    version: packageVersion(),
    sources: config.sources.map(({ name }) => name),
    served,
    clock: systemClock,
  });
  const looked = firstLook();
  const tell = eventSink(io, parts.eventLog, metrics);
  const emit: Emit = (event) => {
    looked.observe(event);
    parts.certificates.observe(event);
    tell(event);
  };
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever waits for it below gets it; before that, it must not count as unhandled.
  failed.catch(() => {});
  parts.locks = await lockSources(config, { emit, clock: systemClock, onLost: fail });
  const pipeline = startPipeline(config, stores, emit, fail);
  parts.pipeline = pipeline;
  // Loaded while that thread reads what was served before, and what istiod waits for first.
  const xds = await startXds(config, stores, { pipeline, emit, log: io.log });
  parts.xds = xds;
  // Loading it keeps this thread from answering who waits since the restart.
  await looked.ended;
  parts.admin = await startAdmin(config, io, { served, metrics, emit, parts });
  followFile(config, io, emit, parts);
  io.onListening({ xds: xds.addresses.map(formatAddress), admin: formatAddress(parts.admin.address) });
  await Promise.race([stopped(io.stop), failed]);
}

interface StartXds {
  readonly pipeline: Pipeline;
  readonly emit: Emit;
  readonly log: Log;
}

/** An endpoint for each listener, with what its store holds. */
async function startXds(
  config: Config,
  stores: readonly SnapshotStore[],
  { pipeline, emit, log }: StartXds,
): Promise<XdsServer> {
  const { routeGrpcLog, startXdsServer } = await import("./xds/index.js");
  routeGrpcLog(grpcLogger(log));
  const endpoints = stores.flatMap((snapshots, index) => {
    const listener = config.listeners[index];
    if (listener === undefined) return [];
    const { address, sources: _, ...access } = listener;
    const freshen = makeFreshness({
      onStaleRemote: config.onStaleRemote,
      ask: (patient) => pipeline.freshen(index, patient),
      clock: systemClock,
      emit,
    });
    return [{ listen: address, snapshots, freshen, ...access }];
  });
  return startXdsServer({ endpoints, emit, clock: systemClock, version: packageVersion() });
}

/** Only where there is a file: without one a hangup ends the process, as it does by default. */
function followFile(config: Config, { configFile, onHangup }: ServeIo, emit: Emit, parts: Parts): void {
  if (configFile === null) return;
  const apply = (next: Config) => {
    parts.sources = next.sources;
    parts.pipeline?.configure(next);
  };
  const reloader = followConfig(configFile, config, { clock: systemClock, emit, apply });
  parts.reloader = reloader;
  onHangup(() => reloader.reload());
}

/** Addresses as bound, or as configured before that. */
function servedListeners(
  { listeners }: Config,
  stores: readonly SnapshotStore[],
  { xds, certificates }: Parts,
): readonly ServedListener[] {
  return stores.map((store, index) => {
    const bound = xds?.addresses[index] ?? listeners[index]?.address;
    const address = bound === undefined ? "" : formatAddress(bound);
    return { address, snapshot: store.current(), certificate: certificates.of(address) };
  });
}

interface AdminParts {
  readonly served: () => readonly ServedListener[];
  readonly metrics: Metrics;
  readonly emit: Emit;
  readonly parts: Parts;
}

async function startAdmin(
  config: Config,
  io: ServeIo,
  { served, metrics, emit, parts }: AdminParts,
): Promise<AdminServer> {
  const { startAdminServer, toStatus } = await import("./admin/index.js");
  const status = async (): Promise<Status> =>
    toStatus({
      config: parts.reloader?.status() ?? null,
      sources: (await parts.pipeline?.status()) ?? [],
      listeners: served(),
      clients: parts.xds?.clients() ?? [],
    });
  return startAdminServer({
    listen: config.admin,
    ready: () => (io.stop.aborted ? { ok: false, reason: "gitxds is stopping" } : readiness(served())),
    status,
    metrics: metrics.scrape,
    refresh: () => parts.pipeline?.refresh(),
    token: io.adminToken,
    webhooks: webhookReceiver({
      sources: () => parts.sources,
      readSecret: readWebhookSecret,
      refresh: (source) => parts.pipeline?.refresh(source),
      emit,
      clock: systemClock,
    }),
  });
}

/** A listener without a snapshot leaves its clients unanswered, so each of them has to have one. */
function readiness(listeners: readonly ServedListener[]): { ok: true } | { ok: false; reason: string } {
  const waiting = listeners.filter(({ snapshot }) => snapshot === undefined).map(({ address }) => address);
  if (waiting.length === 0) return { ok: true };
  const where = listeners.length === 1 ? "" : ` for ${waiting.join(", ")}`;
  return { ok: false, reason: `no commit has been found good yet${where}: see /api/v1/status` };
}

/** How long the admin port may wait for the first look, in ms. */
const longestLookMs = 500;

/** Tells when the first look has ended, for better or worse, or takes long. */
function firstLook(): { readonly observe: Emit; readonly ended: Promise<void> } {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  systemClock.after(longestLookMs, end);
  return {
    observe: ({ type }) => {
      if (type === "looked") end();
    },
    ended,
  };
}

/** Where all events go: the progress line, the log, the metrics, and the hint that nobody has come. */
function eventSink({ log, terminal }: ServeIo, eventLog: EventLog, metrics: Metrics): Emit {
  const showProgress = progressLine(terminal);
  let cancelHint: (() => void) | undefined = systemClock.after(noClientMs, () =>
    log.warn(
      `no xDS client has connected for ${noClientMs / 1000} s: check that istiod's meshConfig has configSources with this server's ` +
        "address (xds://HOST:PORT), that istiod was restarted since, that HOST resolves where istiod runs and no NetworkPolicy " +
        "or sidecar is in between, and that this server listens on an address that istiod can reach (--listen 0.0.0.0:18000)",
    ),
  );
  return (event) => {
    if (event.type === "stream-opened") {
      cancelHint?.();
      cancelHint = undefined;
    }
    showProgress(event);
    eventLog.write(event);
    metrics.observe(event, systemClock.now());
  };
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
