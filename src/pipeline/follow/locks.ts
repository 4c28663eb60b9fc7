import { sourceFindings } from "../../findings/source.js";
import { type Config, type Emit, GitxdsError } from "../../model/index.js";
import type { Clock } from "../../util/clock.js";
import { type FolderLock, type Holder, lockFolder, lockTimes } from "../../util/folder-lock.js";
import { sourceFolder } from "./source-folder.js";

/** The folders of all sources, held by this process. */
export interface Locks {
  release(): Promise<void>;
}

interface LocksOptions {
  readonly emit: Emit;
  readonly clock: Clock;
  /** Told when another process took a folder; this one has to stop. */
  readonly onLost: (error: GitxdsError) => void;
}

/**
 * Takes the folder of every source, or none: two processes would remove each other's clones. Throws a GitxdsError that
 * names who has one. Where the disk does not take the lock's file, serving goes on, and that is told.
 */
export async function lockSources(config: Config, { emit, clock, onLost }: LocksOptions): Promise<Locks> {
  const locks: FolderLock[] = [];
  const release = async () => {
    for (const lock of locks) await lock.release();
  };
  for (const source of config.sources) {
    const folder = sourceFolder(source, config);
    const result = await lockFolder(folder, { clock, onLost: (holder) => onLost(folderHeld(folder, holder, "now")) });
    if (result.type === "held") {
      await release();
      throw folderHeld(folder, result.holder, "already");
    }
    locks.push(result.lock);
    const reason = result.lock.unwritten?.message;
    if (reason !== undefined) {
      emit({ type: "unlocked", source: source.name, code: sourceFindings.folderHeld.code, folder, reason });
    }
  }
  return { release };
}

function folderHeld(folder: string, holder: Holder | null, when: "already" | "now"): GitxdsError {
  const who = holder === null ? "" : `: process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new GitxdsError(
    sourceFindings.folderHeld.code,
    `${folder} is ${when} used by another gitxds${who}`,
    "stop that process, or give this one a state directory of its own with --state-dir; " +
      `of a machine that died, the folder is free ${lockTimes.stale / 1_000} s later`,
  );
}
