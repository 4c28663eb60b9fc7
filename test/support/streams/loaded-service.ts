import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { git, makeRepository } from "../git/repository.js";
import { changedFile, importCommit, meshFiles } from "../mesh.js";
import { poll } from "../poll.js";
import { type Service, startService } from "../service.js";

/** What a probe in the process writes when it is asked (loop-delay.ts, heap.ts). */
export type Probe = Readonly<Record<string, number>>;

/** A service with a mesh in a repository on this machine. */
export interface LoadedService {
  readonly service: Service;
  readonly address: string;
  /** Changes one VirtualService, without waiting. */
  commit(): Promise<string>;
  /** Resolves once that commit, which must be the newest, is published. */
  untilPublished(commit: string): Promise<void>;
  /** When each commit was published, by the system's clock in ms; those that a later one overtook are not in it. */
  published(): ReadonlyMap<string, number>;
  /** Commits a change of other files, or a mistake, without waiting. */
  commitFiles(files: Iterable<readonly [path: string, text: string]>): Promise<string>;
  /** The event-loop delay of the serving thread since it was asked last. */
  probe(): Promise<Probe>;
  close(): Promise<void>;
}

/** Starts it with half as many VirtualServices as resources, which are served when it returns. */
export async function startLoadedService(resources: number, nodeArgs: readonly string[]): Promise<LoadedService> {
  const folder = mkdtempSync(join(tmpdir(), "gitxds-load-"));
  const repository = join(folder, "mesh.git");
  makeRepository(repository, "--bare");
  await importCommit(repository, meshFiles(resources), "Add the mesh");
  git(repository, "repack", "-adq");
  const probeFile = join(folder, "probe.jsonl");
  appendFileSync(probeFile, "");
  const args = [repository, "--state-dir", join(folder, "state"), "--interval", "1s"];
  const service = await startService(args, { env: { GITXDS_PROBE_FILE: probeFile }, nodeArgs });
  await service.until(({ snapshot }) => snapshot !== null, 120_000);
  let changes = 1;
  const commitFiles = async (files: Iterable<readonly [path: string, text: string]>) => {
    await importCommit(repository, files, "Change", git(repository, "rev-parse", "refs/heads/main"));
    return git(repository, "rev-parse", "refs/heads/main");
  };
  return {
    service,
    address: `${service.xds.host}:${service.xds.port}`,
    commit() {
      changes += 1;
      return commitFiles([changedFile(`${changes}s`)]);
    },
    async untilPublished(commit) {
      await service.line((entry) => entry.msg === "published" && entry.commit === commit, 60_000);
    },
    published: () =>
      new Map(
        service.log
          .filter(({ msg }) => msg === "published")
          .map(({ commit, time }) => [String(commit), Date.parse(String(time))]),
      ),
    commitFiles,
    async probe() {
      const before = readFileSync(probeFile, "utf8").length;
      process.kill(service.pid, "SIGUSR2");
      const text = await poll(
        () => {
          const now = readFileSync(probeFile, "utf8").slice(before);
          return now.endsWith("\n") ? now : undefined;
        },
        20_000,
        () => "the probe does not answer",
      );
      return Object.assign(
        {},
        ...text
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
      );
    },
    async close() {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The argument of node that loads a probe. */
export function withProbe(name: "loop-delay" | "heap"): readonly string[] {
  return ["--import", fileURLToPath(new URL(`../${name}.js`, import.meta.url))];
}
