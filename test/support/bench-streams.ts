/**
 * `npm run bench:streams -- --seconds N`: what many streams cost the server, as issue-sized figures. 5,000 VirtualServices,
 * one of which changes every second; the clients are processes of their own. Prints one line a figure; asserts nothing.
 */
import { parseArgs } from "node:util";
import { poll } from "./poll.js";
import { type Clients, startClients } from "./streams/clients.js";
import { type LoadedService, startLoadedService, withProbe } from "./streams/loaded-service.js";
import { percentile, resetMost, residentMb } from "./streams/process-figures.js";

const { values } = parseArgs({ options: { seconds: { type: "string" }, idle: { type: "string" } } });
const seconds = Number(values.seconds ?? 60);
const idleStreams = Number(values.idle ?? 1_000);
const resources = 10_000;

const usual = { streamsPerConnection: 1, behaviour: "reads", reopenEveryMs: 0, tellsResponses: true } as const;

async function main(): Promise<void> {
  const loaded = await startLoadedService(resources, withProbe("loop-delay"));
  try {
    const clients = await measureRollout(loaded, "100 streams", []);
    await clients.kill();
    const silent = startClients({ ...usual, address: loaded.address, streams: 10, behaviour: "never reads" });
    const again = await measureRollout(loaded, "100 streams beside 10 that never read", [silent]);
    await Promise.all([again.kill(), silent.kill()]);
    await measureIdle(loaded);
  } finally {
    await loaded.close();
  }
}

/** What a hundred streams cost while commits come once a second, and when each stream has each commit. */
async function measureRollout(loaded: LoadedService, what: string, others: readonly Clients[]): Promise<Clients> {
  const { pid } = loaded.service;
  const idle = await restingMb(pid);
  const clients = startClients({ ...usual, address: loaded.address, streams: 100 });
  await settled(loaded, clients, 100);
  resetMost(pid);
  await loaded.probe();
  const start = Date.now();
  await loaded.untilPublished(await commitEverySecond(loaded));
  const ended = Date.now();
  await settled(loaded, clients, 100);
  const published = loaded.published();
  const lags = clients.received.flatMap(({ commit, at }) => {
    const from = published.get(commit) ?? 0;
    return from < start ? [] : [at - from];
  });
  const { p99, max } = await loaded.probe();
  print(
    `${what}, ${seconds} commits`,
    `${lags.length} responses, all streams on the newest ${ms(Date.now() - ended)} after the last was published`,
  );
  print(
    `${what}, publish to receipt`,
    `median ${ms(percentile(lags, 0.5))}, p99 ${ms(percentile(lags, 0.99))}, at most ${ms(Math.max(...lags))}`,
  );
  print(
    `${what}, memory above idle`,
    `${(residentMb(pid).most - idle).toFixed(0)} MB at most (idle ${idle.toFixed(0)} MB)`,
  );
  print(
    `${what}, event-loop delay of the serving thread`,
    `p99 ${ms(p99 ?? Number.NaN)}, max ${ms(max ?? Number.NaN)}`,
  );
  for (const other of others) other.held().catch(() => {});
  return clients;
}

/** Resolves with the last commit. Those that come while one is decided are published together. */
async function commitEverySecond(loaded: LoadedService): Promise<string> {
  const start = Date.now();
  for (let second = 1; ; second += 1) {
    const commit = await loaded.commit();
    if (second >= seconds) return commit;
    await new Promise((resolve) => setTimeout(resolve, start + second * 1_000 - Date.now()));
  }
}

async function measureIdle(loaded: LoadedService): Promise<void> {
  const { pid } = loaded.service;
  const none = await restingMb(pid);
  const clients = startClients({
    ...usual,
    address: loaded.address,
    streams: idleStreams,
    streamsPerConnection: 50,
    tellsResponses: false,
  });
  await settled(loaded, clients, idleStreams);
  const { now, most } = residentMb(pid);
  print(
    `${idleStreams} idle streams, memory above none`,
    `${(now - none).toFixed(0)} MB (at most ${(most - none).toFixed(0)} MB while they were answered)`,
  );
  await clients.kill();
}

/** Resident memory once it stands still: after a load or a commit the pipeline still saves what is served. */
async function restingMb(pid: number): Promise<number> {
  for (let before = Number.NaN; ; ) {
    const { now } = residentMb(pid);
    if (Math.abs(now - before) < 1) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** Until so many streams have what is served. */
async function settled({ service }: LoadedService, clients: Clients, streams: number): Promise<void> {
  await poll(
    async () => {
      const { snapshot } = await service.status();
      const newest = (snapshot?.collections ?? []).map(({ typeUrl, version }) => [typeUrl, version] as const);
      const held = await clients.held();
      const arrived = held.filter((types) => newest.every(([typeUrl, version]) => types[typeUrl] === version));
      return arrived.length >= streams || undefined;
    },
    300_000,
    () => "not every stream has arrived",
  );
}

function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what}: ${figure}\n`);
}

await main();
