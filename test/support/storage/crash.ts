import { existsSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type GitServer, startGitServer } from "../git/http-backend.js";
import { makeRepository, scratch, type TestRepository } from "../git/repository.js";
import { type Random, seeded } from "../random.js";
import { type Service, startAndKill, startService } from "../service.js";
import { destinationRule, peerAuthentication } from "../yaml.js";

/** What came of a run. */
export interface CrashReport {
  readonly kills: number;
  readonly commits: number;
  /** How many kills came when, as far as the log and the disk tell. */
  readonly phases: ReadonlyMap<string, number>;
  /** Milliseconds from the start of the process to its first answer of `/readyz` with 200, sorted. */
  readonly readyMs: readonly number[];
}

interface Run {
  readonly random: Random;
  readonly repository: TestRepository;
  readonly server: GitServer;
  readonly stateDir: string;
  /** Commits in their order, and whether each is good. */
  readonly history: { readonly sha: string; readonly good: boolean }[];
  readonly phases: Map<string, number>;
  readonly readyMs: number[];
  /** The newest commit that any process said it published. */
  published: number;
}

/**
 * Kills `gitxds serve` again and again while it fetches, publishes and compacts, and starts it again on what it left.
 * Throws where a restart serves anything older than what was published before, or does not come to the newest good
 * commit by itself, or where its folder gathers what nobody needs.
 */
export async function runCrashes(kills: number, seed: number): Promise<CrashReport> {
  const { path: root, remove } = scratch();
  const repository = makeRepository(join(root, "mesh"));
  const server = await startGitServer({ root });
  const random = seeded(seed);
  const run: Run = {
    ...{ random, repository, server, stateDir: join(root, "state") },
    ...{ history: [], phases: new Map(), readyMs: [], published: 0 },
  };
  try {
    commit(run, true);
    for (let life = 0; life < kills; life += 1) await oneLife(run);
    const last = await start(run);
    try {
      await untilNewest(run, last);
    } finally {
      await last.stop();
    }
    checkFolder(run);
    return { kills, commits: run.history.length, phases: run.phases, readyMs: run.readyMs.sort((a, b) => a - b) };
  } finally {
    await server.close();
    remove();
  }
}

/** From a start to a kill. */
async function oneLife(run: Run): Promise<void> {
  const { random } = run;
  if (random.chance(0.2)) damageClone(run);
  if (random.chance(0.4)) commit(run, random.chance(0.7));
  if (random.chance(0.15)) {
    await startAndKill(serveArgs(run), random.below(1_500));
    count(run, "while it started");
    return;
  }
  const service = await start(run);
  checkFolder(run);
  try {
    if (random.chance(0.2)) await untilNewest(run, service);
    await killInTime(run, service);
  } finally {
    await service.kill();
  }
  const published = service.log.filter(({ msg }) => msg === "published");
  run.published = Math.max(run.published, ...published.map((line) => indexOf(run, String(line.commit))));
}

function serveArgs({ server, stateDir }: Run): readonly string[] {
  return [`${server.url}/mesh/.git`, "--state-dir", stateDir, "--interval", "1s"];
}

/** Starts the service, and looks that it serves what was good before, at once or as soon as the remote has answered. */
async function start(run: Run): Promise<Service> {
  const began = performance.now();
  const service = await startService(serveArgs(run));
  try {
    const status = await service.until(({ snapshot }) => snapshot !== null);
    run.readyMs.push(performance.now() - began);
    const at = indexOf(run, status.sources[0]?.commit);
    const floor = lastGood(run, run.published);
    if (at < floor) throw new Error(`commit ${at} is served again, ${floor} was published before`);
    return service;
  } catch (error) {
    await service.kill();
    throw error;
  }
}

/** Commits while the service runs, and kills it right after it asks for objects, right after it publishes, or at any time. */
async function killInTime(run: Run, service: Service): Promise<void> {
  const { random, server } = run;
  let requests = 0;
  const wanted = 1 + random.below(2);
  const asked = new Promise<void>((resolve) => {
    server.intercept(({ method }) => {
      if (method === "POST") requests += 1;
      if (requests === wanted) resolve();
      return false;
    });
  });
  const before = service.log.length;
  for (let more = 1 + random.below(3); more > 0; more -= 1) commit(run, random.chance(0.7));
  const newest = `${run.history[lastGood(run, run.history.length - 1)]?.sha}`;
  const published = service
    .line(({ msg, commit: sha }) => msg === "published" && sha === newest, 3_000)
    .catch(() => {});
  const moment = random.pick(["asked", "published", "any"] as const);
  const when = { asked: Promise.race([asked, sleep(3_000)]), published, any: sleep(random.below(1_500)) };
  await when[moment];
  await sleep(random.below(moment === "published" ? 10 : 80));
  await service.kill();
  server.intercept(undefined);
  const done = service.log.slice(before).some(({ msg }) => msg === "published" || msg.startsWith("commit rejected"));
  count(
    run,
    isWriting(run) ?? (done ? "after a pass" : requests > 0 ? "in a pass that had asked for objects" : "before a pass"),
  );
}

function count({ phases }: Run, phase: string): void {
  phases.set(phase, (phases.get(phase) ?? 0) + 1);
}

function commit(run: Run, good: boolean): void {
  const { repository, history } = run;
  const number = history.length;
  const sha = repository.commit({
    [`rule-${number % 30}.yaml`]: destinationRule(`web-${number}`),
    "risky.yaml": peerAuthentication("risky", good ? "STRICT" : `no-mode-${number}`),
  });
  history.push({ sha, good });
}

async function untilNewest(run: Run, service: Service): Promise<void> {
  const newest = lastGood(run, run.history.length - 1);
  await service.until(({ sources: [source] }) => source?.commit === run.history[newest]?.sha);
}

function indexOf({ history }: Run, sha: string | null | undefined): number {
  const index = history.findIndex((entry) => entry.sha === sha);
  if (history[index]?.good !== true) throw new Error(`${sha} is served, which is not good`);
  return index;
}

function lastGood({ history }: Run, upTo: number): number {
  return history.findLastIndex(({ good }, index) => good && index <= upTo);
}

/** What the killed process was writing, as its folder tells. */
function isWriting({ stateDir }: Run): string | undefined {
  const folder = join(stateDir, "sources/mesh");
  const names = readdirSync(folder);
  if (names.includes("last-good.tmp")) return "while the last good was written";
  if (names.filter((name) => name.startsWith("clone-")).length > 1) return "while a fresh clone was made";
  const packs = packNames(folder);
  return packs.some((name) => !packs.includes(name.replace(/pack$/, "idx"))) ? "while a pack arrived" : undefined;
}

/** The clone's disk goes bad: a pack loses its second half. */
function damageClone({ stateDir, random }: Run): void {
  const folder = join(stateDir, "sources/mesh");
  const packs = existsSync(folder) ? packNames(folder).filter((name) => name.endsWith(".pack")) : [];
  if (packs.length === 0) return;
  const path = join(folder, random.pick(packs));
  truncateSync(path, Math.floor(readFileSync(path).length / 2));
}

function packNames(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(pack|idx)$/.test(name));
}

/** Of a running service: one clone, or two while one is made; packs within their bound; nothing that dead writers left. */
function checkFolder({ stateDir }: Run): void {
  const folder = join(stateDir, "sources/mesh");
  const names = readdirSync(folder);
  const known = /^(lock|clone\.json|clone-[0-9a-f]{16}|last-good(\.tmp|\.set-aside)?)$/;
  const strange = names.filter((name) => !known.test(name));
  if (strange.length > 0) throw new Error(`left behind: ${strange.join(", ")}`);
  const clones = names.filter((name) => name.startsWith("clone-"));
  if (clones.length > 2) throw new Error(`${clones.length} clones`);
  for (const clone of clones) {
    const packs = packNames(join(folder, clone)).filter((name) => name.endsWith(".pack"));
    if (packs.length > 21) throw new Error(`${packs.length} packs`);
  }
}
