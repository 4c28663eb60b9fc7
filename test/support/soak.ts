/**
 * `npm run soak -- --minutes N [--seed N]`: commits good and bad, clients that come and go, are killed, are slow or never read, for
 * as long as is asked. Ends with 1 where a stream does not end on the newest version of every type, or where the heap, garbage
 * collected, is more than 5 % and 10 MB larger at the end than after the first third.
 */
import { parseArgs } from "node:util";
import { changedFile } from "./mesh.js";
import { poll } from "./poll.js";
import { seeded } from "./random.js";
import { type ClientPlan, type Clients, startClients } from "./streams/clients.js";
import { type LoadedService, startLoadedService, withProbe } from "./streams/loaded-service.js";
import { residentMb } from "./streams/process-figures.js";

const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const minutes = Number(values.minutes ?? 30);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const random = seeded(seed);
const growthAllowed = 1.05;
/** What a heap of this size swings by from one collection to the next: a minute cannot tell less from a leak. In MB. */
const noiseMb = 10;

const usual = { streamsPerConnection: 5, behaviour: "reads", reopenEveryMs: 0, tellsResponses: false } as const;
/** Those that are looked at in the end come first. */
const plans: readonly Omit<ClientPlan, "address">[] = [
  { ...usual, streams: 20 },
  { ...usual, streams: 10, reopenEveryMs: 3_000 },
  { ...usual, streams: 5, behaviour: "slow" },
  { ...usual, streams: 5, behaviour: "never reads" },
];

async function main(): Promise<void> {
  print("seed", `${seed}`);
  const loaded = await startLoadedService(2_000, ["--expose-gc", ...withProbe("heap")]);
  const clients = plans.map((plan) => startClients({ ...plan, address: loaded.address }));
  try {
    const counts = { commits: 0, mistakes: 0, killed: 0 };
    const thirds: number[] = [];
    for (let third = 0; third < 3; third += 1) {
      await live(loaded, clients, counts, (minutes / 3) * 60_000);
      thirds.push(await heapMb(loaded));
      print(
        `heap after ${(((third + 1) * minutes) / 3).toFixed(1)} min`,
        `${thirds[third]?.toFixed(1)} MB, resident ${residentMb(loaded.service.pid).now.toFixed(0)} MB`,
      );
    }
    print(
      "commits",
      `${counts.commits}, and ${counts.mistakes} mistakes; ${counts.killed} processes of clients killed`,
    );
    await noneIsBehind(loaded, clients);
    print("updates lost", "none: every stream that reads has the newest version of every type");
    const [first = 0, , last = 0] = thirds;
    const growth = last / first;
    print("heap, the end against after the first third", `${((growth - 1) * 100).toFixed(1)} %`);
    if (growth > growthAllowed && last - first > noiseMb)
      throw new Error(`the heap grew from ${first.toFixed(1)} to ${last.toFixed(1)} MB`);
  } finally {
    await Promise.all(clients.map((one) => one.kill()));
    await loaded.close();
  }
}

/** Commits about once a second; one in ten is a mistake. Now and then a process of clients is killed, and another one started. */
async function live(
  loaded: LoadedService,
  clients: Clients[],
  counts: { commits: number; mistakes: number; killed: number },
  ms: number,
): Promise<void> {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    const wait = new Promise((resolve) => setTimeout(resolve, 200 + random.below(1_600)));
    if (random.chance(0.1)) {
      counts.mistakes += 1;
      const [path, text] = changedFile("1s");
      await loaded.commitFiles([[path, text.replace("hosts:", "hots:")]]);
    } else {
      counts.commits += 1;
      await loaded.commitFiles([changedFile(`${counts.commits + 1}s`)]);
    }
    if (random.chance(0.05)) {
      const index = random.below(plans.length);
      const plan = plans[index];
      await clients[index]?.kill();
      if (plan !== undefined) clients[index] = startClients({ ...plan, address: loaded.address });
      counts.killed += 1;
    }
    await wait;
  }
}

async function heapMb(loaded: LoadedService): Promise<number> {
  // What was taken up last is published, and what it replaced can go.
  await loaded.untilPublished(await loaded.commit());
  const { serving = 0, pipeline = 0 } = await loaded.probe();
  return serving + pipeline;
}

/** Until each stream that reads has what is served. */
async function noneIsBehind(loaded: LoadedService, clients: readonly Clients[]): Promise<void> {
  await loaded.untilPublished(await loaded.commit());
  const { snapshot } = await loaded.service.status();
  const newest = (snapshot?.collections ?? []).map(({ typeUrl, version }) => [typeUrl, version] as const);
  for (const [index, one] of clients.entries()) {
    const { behaviour = "reads", streams = 0 } = plans[index] ?? {};
    if (behaviour === "never reads") continue;
    await poll(
      async () => {
        const held = await one.held();
        const arrived = held.filter((types) => newest.every(([typeUrl, version]) => types[typeUrl] === version));
        // Of those that come and go, some are always on their way.
        return arrived.length >= (plans[index]?.reopenEveryMs === 0 ? streams : 1) || undefined;
      },
      120_000,
      () => `a stream of plan ${index} never gets the newest version`,
    );
  }
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what}: ${figure}\n`);
}

await main();
