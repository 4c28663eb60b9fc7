import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openSource } from "../../../src/source/index.js";
import { systemClock } from "../../../src/util/clock.js";
import { startGitServer } from "../git/http-backend.js";
import { head, sourceConfig } from "../git/open.js";
import { git, makeRepository, scratch } from "../git/repository.js";
import { changedFile, importCommit, meshFiles } from "../mesh.js";

/** What many fetches into one folder come to. */
export interface FetchReport {
  /** Milliseconds of each look and fetch, in order. */
  readonly times: readonly number[];
  /** Of these, the processor time of this process, which a busy machine does not change. */
  readonly cpuTimes: readonly number[];
  readonly mostPacks: number;
  /** Of the source's folder, at most, and of one that was cloned into afresh at the end. */
  readonly mostBytes: number;
  readonly freshBytes: number;
}

/** Commits and fetches so many times. The repository is repacked now and then, so that the server's side stays as fast. */
export async function runFetches(fetches: number, files: number): Promise<FetchReport> {
  const { path: root, remove } = scratch();
  const server = await startGitServer({ root });
  try {
    const repository = join(root, "mesh.git");
    makeRepository(repository, "--bare");
    await importCommit(repository, meshFiles(files), "Add the mesh");
    git(repository, "repack", "-adq");
    const config = sourceConfig({ url: `${server.url}/mesh.git` });
    const open = (stateDir: string) => openSource(config, { stateDir, token: null, clock: systemClock });
    const stateDir = join(root, "state");
    const source = await open(stateDir);
    const times: number[] = [];
    const cpuTimes: number[] = [];
    let mostPacks = 0;
    let mostBytes = 0;
    await head(source);
    for (let index = 0; index < fetches; index += 1) {
      const onto = git(repository, "rev-parse", "refs/heads/main");
      await importCommit(repository, [changedFile(`${index + 2}s`)], "Change one file", onto);
      if (index % 50 === 49) git(repository, "repack", "-adq");
      const started = performance.now();
      const cpu = process.cpuUsage();
      await head(source);
      times.push(performance.now() - started);
      const { user, system } = process.cpuUsage(cpu);
      cpuTimes.push((user + system) / 1_000);
      const { packs, bytes } = measure(stateDir);
      mostPacks = Math.max(mostPacks, packs);
      mostBytes = Math.max(mostBytes, bytes);
    }
    await source.close();
    const fresh = await open(join(root, "fresh"));
    await head(fresh);
    await fresh.close();
    return { times, cpuTimes, mostPacks, mostBytes, freshBytes: measure(join(root, "fresh")).bytes };
  } finally {
    await server.close();
    remove();
  }
}

function measure(folder: string): { readonly packs: number; readonly bytes: number } {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sizes = names.map((name) => statSync(join(folder, name))).filter((stat) => stat.isFile());
  return {
    packs: names.filter((name) => name.endsWith(".pack")).length,
    bytes: sizes.reduce((sum, { size }) => sum + size, 0),
  };
}
