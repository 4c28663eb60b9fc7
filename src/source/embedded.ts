import fs from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { add, commit, init } from "isomorphic-git";
import { UsageError } from "../model/index.js";

/** Author and date of the first commit are fixed, so that it has the same id on every machine. */
const author = { name: "gitxds", email: "gitxds@example.invalid", timestamp: 1_767_225_600, timezoneOffset: 0 };

/**
 * Makes a checkout at `folder` whose first commit holds the files of `filesFrom`, on branch main, for any Git to work
 * in. One that is there is left alone: it has the user's commits. It is built beside and renamed, so that an interrupted
 * start leaves nothing half-made. Throws UsageError where something else stands at `folder`.
 */
export async function createExampleRepository(folder: string, filesFrom: string): Promise<"made" | "kept"> {
  if (await exists(join(folder, ".git"))) return "kept";
  await mkdir(dirname(folder), { recursive: true });
  const building = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    await cp(filesFrom, building, { recursive: true });
    await init({ fs, dir: building, defaultBranch: "main" });
    await add({ fs, dir: building, filepath: "." });
    await commit({ fs, dir: building, author, message: "Add the example mesh" });
    await rename(building, folder);
    return "made";
  } catch (error) {
    if (await exists(join(folder, ".git"))) return "kept";
    throw (await isOccupied(folder)) ? occupied(folder) : error;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isOccupied(folder: string): Promise<boolean> {
  return readdir(folder).then(
    (names) => names.length > 0,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
}

function occupied(folder: string): UsageError {
  return new UsageError(
    `${folder} is not a Git repository, and the example's has to go there`,
    "move it away, or choose another folder with --state-dir",
  );
}
