import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Status } from "../../../src/model/index.js";
import { type Files, makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";
import { type Service, startService } from "../../support/service.js";
import { type Istiod, type IstiodOptions, startIstiod } from "./istiod.js";

/** A repository, a gitxds that follows it, and istiods that read from that. All of it ends with the test. */
export interface Lab {
  readonly repository: TestRepository;
  /** The gitxds that runs now. */
  service: Service;
  startIstiod(options?: IstiodOptions): Promise<Istiod>;
  /** Ends gitxds and starts it anew, where istiods look for it and with the same state directory. */
  restartService(): Promise<void>;
  /** Resolves once gitxds serves the commit and so many istiods have ACKed all of it. */
  untilSynced(commit: string, istiods?: number): Promise<Status>;
  /** Resolves once gitxds has found errors in the commit. */
  untilRejected(commit: string): Promise<Status>;
  /** The kinds of all responses so far that this gitxds sent, in order. */
  pushes(): readonly string[];
}

/** Commits the files, starts gitxds on them and waits until it serves them. A large mesh takes more patience. */
export async function openLab(t: TestContext, files: Files, patienceMs = 20_000): Promise<Lab> {
  const folder = scratch();
  const repository = makeRepository(join(folder.path, "mesh"));
  repository.commit(files, "Begin the mesh");
  const start = (listen?: string) =>
    startService([repository.path, "--state-dir", join(folder.path, "state"), "--interval", "1s"], {
      env: { GITXDS_LOG_LEVEL: "debug" },
      ...(listen === undefined ? {} : { listen }),
    });
  const istiods: Istiod[] = [];
  const lab: Lab = {
    repository,
    service: await start(),
    async startIstiod(options) {
      const istiod = await startIstiod(`xds://${addressOf(lab.service)}`, options);
      istiods.push(istiod);
      return istiod;
    },
    async restartService() {
      const address = addressOf(lab.service);
      await lab.service.stop();
      lab.service = await start(address);
    },
    untilSynced: (commit, count = 1) =>
      lab.service.until(
        ({ sources: [source], clients }) =>
          source?.commit === commit && clients.length === count && clients.every(({ synced }) => synced),
        patienceMs,
      ),
    untilRejected: (commit) => lab.service.until(({ sources: [source] }) => source?.rejected?.commit === commit),
    pushes: () =>
      lab.service.log
        .filter(({ msg }) => msg === "pushed")
        .map(({ typeUrl }) => String(typeUrl).split("/").at(-1) ?? ""),
  };
  t.after(async () => {
    await Promise.all(istiods.map((istiod) => istiod.stop()));
    await lab.service.stop();
    folder.remove();
  });
  await lab.service.until(({ snapshot }) => snapshot !== null, patienceMs);
  return lab;
}

function addressOf({ xds }: Service): string {
  return `${xds.host}:${xds.port}`;
}
