import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join as joinPath } from "node:path";
import type { Finding } from "../model/index.js";
import { breathe } from "./breathe.js";
import { nodeErrorCode, tooLarge } from "./errors.js";
import type { Filter, Scope } from "./filter.js";
import { ignoreFileName, parseIgnoreFile } from "./ignore-file.js";
import { isCandidate, limits } from "./limits.js";
import { ignoreFileNote, symlinkNote, unsafeNameNote } from "./notes.js";
import { isSafeName, showName } from "./tree.js";
import { join } from "./tree-list.js";

/** A walk over the files on disk. */
export interface FolderWalk {
  readonly root: string;
  readonly filter: Filter;
  /** Files that hold rules besides .gitxdsignore. */
  readonly ignoreFiles: readonly string[];
  /** Called for each YAML or JSON file; `path` is relative to the root, with `/`. False ends the walk. */
  readonly onFile: (path: string, stat: Stats) => boolean;
  readonly onNote: (note: Finding) => void;
}

/**
 * Walks the YAML and JSON files below a folder in order of names, with the filter that commits get. Links are not
 * followed, folders .git and node_modules not entered.
 */
export async function walkFolder(walk: FolderWalk): Promise<void> {
  const budget = { entries: 0 };
  await visit(walk, "", walk.filter.root, 0, budget);
}

/** False where the walk was ended. */
async function visit(
  walk: FolderWalk,
  folder: string,
  outer: Scope,
  depth: number,
  budget: { entries: number },
): Promise<boolean> {
  if (depth > limits.treeDepth) {
    throw tooLarge(`"${folder}" is nested deeper than ${limits.treeDepth} folders`, "flatten the folders");
  }
  const entries = entriesIn(joinPath(walk.root, folder));
  budget.entries += entries.length;
  if (budget.entries > limits.entries) {
    throw tooLarge(`there are more than ${limits.entries} files and folders`, "narrow the path or exclude some");
  }
  await breathe();
  const scope = withIgnoreFiles(walk, folder, entries, outer);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (isUnusable(entry)) {
      if (entry.isDirectory() || isCandidate(entry.name)) {
        walk.onNote(unsafeNameNote(folder, showName(Buffer.from(entry.name))));
      }
    } else if (entry.isDirectory()) {
      const below = entry.name === "node_modules" ? undefined : walk.filter.enter(scope, path);
      if (below !== undefined && !(await visit(walk, path, below, depth + 1, budget))) return false;
    } else if (!visitFile(walk, entry, path, scope)) {
      return false;
    }
  }
  return true;
}

function visitFile(walk: FolderWalk, entry: Dirent, path: string, scope: Scope): boolean {
  const link = entry.isSymbolicLink();
  if ((!link && !(entry.isFile() && isCandidate(entry.name))) || !walk.filter.takes(scope, path)) return true;
  if (link) {
    const note = symlinkNote(path);
    if (note !== undefined) walk.onNote(note);
    return true;
  }
  const stat = statOf(joinPath(walk.root, path));
  return stat?.isFile() ? walk.onFile(path, stat) : true;
}

function isUnusable({ name }: Dirent): boolean {
  return !isSafeName(name) || Buffer.byteLength(name) > limits.nameBytes;
}

function entriesIn(folder: string): readonly Dirent[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== ".git");
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function withIgnoreFiles(walk: FolderWalk, folder: string, entries: readonly Dirent[], scope: Scope): Scope {
  const ignores = [...scope.ignores];
  for (const name of [...walk.ignoreFiles, ignoreFileName]) {
    if (!entries.some((entry) => entry.name === name && entry.isFile())) continue;
    const file = joinPath(walk.root, folder, name);
    const large = (statOf(file)?.size ?? 0) > limits.file;
    const layer = large ? "it is larger than 1 MB" : parseIgnoreFile(folder, readFileSync(file));
    if (typeof layer !== "string") ignores.push(layer);
    else if (name === ignoreFileName) walk.onNote(ignoreFileNote(join(folder, name), layer));
  }
  return ignores.length === scope.ignores.length ? scope : { ...scope, ignores };
}

/** Undefined where the file went away meanwhile. */
function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (nodeErrorCode(error) === "ENOENT" || nodeErrorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
