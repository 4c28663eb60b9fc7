/**
 * `npm run bench`: the figures of the README, on a mesh of 10,000 resources in as many files (`-- N` for another count),
 * from a real `git http-backend` on loopback to a client of the ADS port. Prints one line a figure; asserts nothing.
 */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect as connectSocket, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kinds, storageTypeUrl } from "../../src/collections/kinds.js";
import { type GitServer, startGitServer } from "./git/http-backend.js";
import { git, makeRepository } from "./git/repository.js";
import { changedFile, importCommit, meshFiles } from "./mesh.js";
import { poll } from "./poll.js";
import { type LogLine, type Service, startService } from "./service.js";
import { connect, type TestClient } from "./xds/client.js";

const commits = 5;
const restarts = 5;
const polls = 10;

async function main(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gitxds-bench-"));
  const server = await startGitServer({ root: folder });
  try {
    const repository = join(folder, "mesh.git");
    makeRepository(repository, "--bare");
    await importCommit(repository, meshFiles(count), "Add the mesh");
    git(repository, "repack", "-adq");
    print("repository", `${count} files of one resource each`);
    await measure(`${server.url}/mesh.git`, repository, folder);
    await measureIdle(server, folder);
    await measureRestarts(`${server.url}/mesh.git`, folder, "with the remote there");
    await server.close();
    await measureRestarts(`${server.url}/mesh.git`, folder, "with the remote's connections refused");
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(url: string, repository: string, folder: string): Promise<void> {
  const delayFile = join(folder, "delay.jsonl");
  const started = performance.now();
  const service = await startService([...serveArgs(url, folder), "--interval", "1s"], {
    env: { GITXDS_PROBE_FILE: delayFile },
    nodeArgs: ["--import", fileURLToPath(new URL("./loop-delay.js", import.meta.url))],
  });
  print("ports bound", ms(performance.now() - started));
  const client = connect(service.xds);
  try {
    const resources = await readEverything(client);
    print(
      "cold start to the first full answer of all collections",
      `${ms(performance.now() - started)} (${resources})`,
    );
    printLoad(service.log.find(({ msg }) => msg === "published"));
    print("event-loop delay of the serving thread while loading", await loopDelay(service, delayFile));
    print("resident memory, now and at most", residentMemory(service.pid));
    await measureCommits(service, repository);
    print("resident memory after the commits", residentMemory(service.pid));
  } finally {
    client.close();
    await service.stop();
  }
}

/** What polls cost that find nothing new, with nobody connected. */
async function measureIdle(server: GitServer, folder: string): Promise<void> {
  const service = await startService([...serveArgs(`${server.url}/mesh.git`, folder), "--interval", "1s"]);
  try {
    await service.until(({ sources: [source] }) => source?.state === "following" && source.nextPollAt !== null);
    const reached = async (requests: number) => {
      await poll(
        () => server.requests.length >= requests || undefined,
        60_000,
        () => "no poll comes",
      );
      return processorTime(service.pid);
    };
    const before = await reached(server.requests.length + 3);
    const requests = server.requests.length;
    const after = await reached(requests + polls);
    print("an idle poll", `${ms((after - before) / polls)} of processor time, one request`);
    print("requests in as many polls", `${server.requests.length - requests}`);
  } finally {
    await service.stop();
  }
}

/** From the start of the process to what a client gets that waits for the port, as istiod does. */
async function measureRestarts(url: string, folder: string, how: string): Promise<void> {
  const first: number[] = [];
  const full: number[] = [];
  for (let index = 0; index < restarts; index += 1) {
    const port = await freePort();
    const started = performance.now();
    const starting = startService(serveArgs(url, folder), { listen: `127.0.0.1:${port}` });
    await Promise.race([starting, untilOpen(port)]);
    const client = connect({ host: "127.0.0.1", port });
    try {
      await readEverything(client, () => first.push(performance.now() - started));
      full.push(performance.now() - started);
    } finally {
      client.close();
      await (await starting).stop();
    }
  }
  const best = (values: readonly number[]) => `${ms(Math.min(...values))} (best of ${restarts})`;
  print(`restart to the first answer from the last good, ${how}`, best(first));
  print(`restart to all answers, ${how}`, best(full));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function untilOpen(port: number): Promise<void> {
  return poll(
    () =>
      new Promise<true | undefined>((resolve) => {
        const socket = connectSocket(port, "127.0.0.1");
        const end = (open: boolean) => {
          socket.destroy();
          resolve(open || undefined);
        };
        socket.once("connect", () => end(true)).once("error", () => end(false));
      }),
    60_000,
    () => "the port is never bound",
  ).then(() => undefined);
}

function serveArgs(url: string, folder: string): readonly string[] {
  return [url, "--state-dir", join(folder, "state")];
}

/** Of all threads, in milliseconds (proc(5), fields 14 and 15, in hundredths of a second). */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Subscribes to all kinds as istiod does, ACKs, and counts what came. */
async function readEverything(client: TestClient, onFirst: () => void = () => {}): Promise<string> {
  const stream = client.sotw();
  for (const kind of kinds) stream.send({ typeUrl: storageTypeUrl(kind), responseNonce: "of another life" });
  let resources = 0;
  let bytes = 0;
  for (let answers = 0; answers < kinds.length; answers += 1) {
    const response = await stream.responses.next(120_000);
    if (answers === 0) onFirst();
    const { typeUrl, versionInfo, nonce } = response;
    stream.send({ typeUrl, versionInfo, responseNonce: nonce });
    resources += response.resources.length;
    bytes += response.resources.reduce((sum, any) => sum + any.length, 0);
  }
  return `${resources} resources, ${(bytes / 1e6).toFixed(1)} MB`;
}

async function measureCommits(service: Service, repository: string): Promise<void> {
  const parts: number[] = [];
  for (let index = 0; index < commits; index += 1) {
    const onto = git(repository, "rev-parse", "refs/heads/main");
    await importCommit(repository, [changedFile(`${index + 2}s`)], "Change one file", onto);
    const commit = git(repository, "rev-parse", "refs/heads/main");
    const line = await service.line((entry) => entry.msg === "published" && entry.commit === commit);
    parts.push(passMs(line));
    print(
      "a one-file commit, fetch to publish",
      `${ms(passMs(line))} (fetch ${line.fetchMs}, list ${line.listMs}, parse ${line.parseMs}, analyze ${line.analyzeMs}, build ${line.buildMs}), ` +
        `${line.blobsRead} blob read, changed: ${String(line.changedCollections)}`,
    );
  }
  parts.sort((a, b) => a - b);
  print("a one-file commit, median", ms(parts[Math.floor(parts.length / 2)] ?? Number.NaN));
}

function passMs({ fetchMs, listMs, parseMs, analyzeMs, buildMs }: LogLine): number {
  return [fetchMs, listMs, parseMs, analyzeMs, buildMs].reduce((sum: number, part) => sum + Number(part), 0);
}

function printLoad(line: LogLine | undefined): void {
  if (line === undefined) return;
  print(
    "of which",
    `clone ${line.fetchMs} ms, list ${line.listMs} ms, parse ${line.parseMs} ms, analyze ${line.analyzeMs} ms, build ${line.buildMs} ms`,
  );
}

async function loopDelay(service: Service, file: string): Promise<string> {
  process.kill(service.pid, "SIGUSR2");
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline) {
    try {
      const { p50, p99, max } = JSON.parse(readFileSync(file, "utf8").trim());
      return `p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(max)}`;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return "not told";
}

/** From /proc, so on Linux alone. */
function residentMemory(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1]) / 1024;
    return `${of("VmRSS").toFixed(0)} MB, ${of("VmHWM").toFixed(0)} MB`;
  } catch {
    return "not known on this system";
  }
}

function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what}: ${figure}\n`);
}

await main(Number(process.argv[2] ?? 10_000));
