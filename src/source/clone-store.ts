import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { sourceFindings } from "../findings/source.js";
import { contentHash } from "../util/hash.js";
import { removeHalfPacks } from "./clone-leftovers.js";
import { nodeErrorCode, sourceError } from "./errors.js";

/** A clone on disk. */
export interface Clone {
  readonly gitDir: string;
  /** What its first transfer took: a later one that takes far more is not worth it. */
  readonly bytes: number;
  /** How many commits of each line of ancestry its first transfer brought. */
  readonly depth: number;
}

/** What stands beside the clones: which of them is the one, and what it is a clone of. */
interface CloneNote {
  readonly format: 1;
  /** Hash of the URL, so that no credential gets on disk. */
  readonly remote: string;
  readonly folder: string;
  readonly bytes: number;
  readonly depth: number;
}

const noteName = "clone.json";
const noteBeside = `${noteName}.tmp`;
const folderPattern = /^clone-[0-9a-f]{16}$/;

/**
 * The clones of one source in its folder of the state directory. A clone is made in a folder of its own and adopted by
 * renaming one note, so a crash leaves the old one or the new one, never half of one. Nothing here is trusted: objects
 * are checked by their hash when read, and a clone that disappoints is replaced.
 */
export interface CloneStore {
  /**
   * The adopted clone of this remote; undefined where there is none, or one of another remote. What a process left that
   * died is removed first.
   */
  takeUp(): Clone | undefined;
  /** An empty folder for a new clone; folders that a crash left behind go first. */
  prepare(): string;
  /** Makes a prepared folder the current clone, and removes the one before. */
  adopt(clone: Clone): void;
  /** Removes a prepared folder. */
  discard(gitDir: string): void;
}

/** `remote` is the URL without credentials. */
export function openCloneStore(stateDir: string, remote: string): CloneStore {
  const identity = contentHash(remote);
  const currentFolder = () => {
    const note = readNote(stateDir);
    return note?.remote === identity ? note : undefined;
  };
  const removeOthers = (kept: string | undefined) => {
    for (const name of readdirSync(stateDir)) {
      if (folderPattern.test(name) && name !== kept) rmSync(join(stateDir, name), { recursive: true, force: true });
    }
  };
  return {
    takeUp() {
      const note = currentFolder();
      try {
        removeOthers(readNote(stateDir)?.folder);
        rmSync(join(stateDir, noteBeside), { force: true });
      } catch {
        // There is no folder yet, or a disk in trouble, which the next fetch reports.
      }
      if (note === undefined) return undefined;
      const gitDir = join(stateDir, note.folder);
      removeHalfPacks(gitDir);
      return { gitDir, bytes: note.bytes, depth: note.depth };
    },
    prepare: () =>
      writing(stateDir, () => {
        mkdirSync(stateDir, { recursive: true, mode: 0o700 });
        removeOthers(currentFolder()?.folder);
        const gitDir = join(stateDir, `clone-${randomBytes(8).toString("hex")}`);
        mkdirSync(gitDir, { mode: 0o700 });
        return gitDir;
      }),
    adopt: ({ gitDir, bytes, depth }) =>
      writing(stateDir, () => {
        const folder = gitDir.slice(stateDir.length + 1);
        writeNote(stateDir, { format: 1, remote: identity, folder, bytes, depth });
        removeOthers(folder);
      }),
    discard: (gitDir) => rmSync(gitDir, { recursive: true, force: true }),
  };
}

/** Runs what writes below the state directory, and says what to do where that is not possible. */
export function writing<T>(stateDir: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw writeError(stateDir, error);
  }
}

/** Whether a write failed for want of room. */
export function isDiskFull(error: unknown): boolean {
  const code = nodeErrorCode(error);
  return code === "ENOSPC" || code === "EDQUOT";
}

/** The error to show for a failed write below the state directory; other errors come back as they are. */
export function writeError(stateDir: string, error: unknown): unknown {
  const code = nodeErrorCode(error);
  const full = isDiskFull(error);
  if (!full && !["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"].includes(code ?? "")) return error;
  return sourceError(
    sourceFindings.stateUnwritable,
    full ? `the disk that holds ${stateDir} is full` : `${stateDir} cannot be written (${code})`,
    full ? "free some space" : "make it writable for the user that runs gitxds, or choose another with --state-dir",
    { retry: full ? "later" : "changed", cause: error },
  );
}

function readNote(stateDir: string): CloneNote | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(join(stateDir, noteName), "utf8"));
    return isNote(note) ? note : undefined;
  } catch {
    return undefined;
  }
}

function isNote(value: unknown): value is CloneNote {
  if (typeof value !== "object" || value === null) return false;
  const { format, remote, folder, bytes, depth } = value as Record<string, unknown>;
  return (
    format === 1 &&
    typeof remote === "string" &&
    typeof folder === "string" &&
    folderPattern.test(folder) &&
    typeof bytes === "number" &&
    typeof depth === "number"
  );
}

/** Writes beside and renames; synced first, so that the rename never leads to an empty file. */
function writeNote(stateDir: string, note: CloneNote): void {
  const beside = join(stateDir, noteBeside);
  const file = openSync(beside, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(note)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, join(stateDir, noteName));
}
