import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { UsageError } from "../model/index.js";
import type { OnceTarget } from "../pipeline/once.js";

/** A file or a folder on disk, as the user named it. Throws UsageError where it is neither. */
export function diskTarget(path: string, cwd: string): Extract<OnceTarget, { type: "file" | "directory" }> {
  const absolute = resolve(cwd, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return { type: "directory", root: absolute, shownAs: shownAs(absolute, cwd) };
  if (stat?.isFile()) return { type: "file", path: absolute, shownAs: shownAs(dirname(absolute), cwd) };
  const problem = stat === undefined ? "does not exist" : "is neither a file nor a folder";
  throw new UsageError(`${path} ${problem}`, "name a YAML or JSON file, a folder, or - for standard input");
}

/** Relative where the folder is below the working directory, else absolute. */
function shownAs(folder: string, cwd: string): string {
  const short = relative(cwd, folder);
  return short.startsWith("..") ? folder : short;
}

/** Whether a folder is a bare repository: it has what Git looks for, and no working tree of its own. */
export function isBareRepository(folder: string): boolean {
  return ["HEAD", "objects", "refs"].every((name) => existsSync(join(folder, name)));
}
