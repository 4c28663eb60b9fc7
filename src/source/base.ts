import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { type Commit, type CommitSha, type Finding, type ObjectId, UsageError } from "../model/index.js";
import { findWorkTree } from "../util/work-tree.js";
import { parseCommit } from "./commit.js";
import { makeFilter } from "./filter.js";
import { translated } from "./fs-errors.js";
import { hashObject } from "./git-object.js";
import { isCandidate, limits } from "./limits.js";
import { findMergeBase } from "./merge-base.js";
import { fileTooLargeNote } from "./notes.js";
import { ObjectStore } from "./object-store.js";
import { missingRemedy } from "./remote-local.js";
import { findRepository } from "./repository.js";
import { type History, linksOf, readCommit, readShallow, resolveRevision, unrelated } from "./revision.js";
import { filesOf, findEntry, listTree } from "./tree-list.js";

/** Files as they were; `path` is relative to the folder that was asked for, or the file's own name. */
export interface BaseFiles {
  readonly files: readonly { readonly path: string; readonly id: ObjectId }[];
  readonly notes: readonly Finding[];
}

/** The commit that a change started from, read in place from the repository around the files on disk. */
export interface Base {
  readonly commit: CommitSha;
  /** The YAML and JSON files of a folder, or the one file; none where the commit does not have the path. */
  list(path: string): Promise<BaseFiles>;
  /** Reads blobs in bulk, each once. */
  read(ids: readonly ObjectId[], onBlob: (id: ObjectId, bytes: Uint8Array) => void): Promise<void>;
  close(): void;
}

/** The id that Git gives to a file of these bytes. */
export function blobId(bytes: Uint8Array): ObjectId {
  return hashObject("blob", bytes);
}

/**
 * Finds the merge base of `revision` and the HEAD of the checkout that the paths lie in. Throws UsageError where they
 * lie in none or in several, where the revision is not there, and where the two have no common commit.
 */
export async function openBase(paths: readonly string[], revision: string): Promise<Base> {
  const path = workTreeOf(paths);
  return translated(path, async () => {
    const repository = findRepository(path);
    const store = new ObjectStore(repository.objects, missingRemedy(repository, path));
    try {
      return makeBase({ path, repository, store, shallow: readShallow(repository) }, revision);
    } catch (error) {
      store.close();
      throw error;
    }
  });
}

function makeBase(history: History, revision: string): Base {
  const { path: top, store } = history;
  const head = resolveRevision(history, "HEAD");
  const sha = findMergeBase((at) => linksOf(history, at), head, resolveRevision(history, revision));
  if (sha === undefined) throw unrelated(history, revision);
  const commit = parseCommit(sha, readCommit(store, sha));
  return {
    commit: sha,
    list: (path) => translated(top, () => listBase(store, commit, relative(top, realPath(path)).split(sep).join("/"))),
    read: (ids, onBlob) => translated(top, () => store.readBlobs(ids, onBlob)),
    close: () => store.close(),
  };
}

async function listBase(store: ObjectStore, commit: Commit, path: string): Promise<BaseFiles> {
  const entry = findEntry(store, commit.tree, path);
  if (entry?.type === "folder") {
    // On disk, too, node_modules is passed over.
    const tree = await listTree(store, commit, path, makeFilter([], ["**/node_modules"]));
    const files = [...filesOf(tree.root)].filter(([file]) => isCandidate(file));
    return { files: files.map(([file, { id }]) => ({ path: file, id })), notes: tree.notes };
  }
  if (entry?.type !== "file") return { files: [], notes: [] };
  const name = basename(path);
  const size = store.sizes([entry.id]).get(entry.id) ?? 0;
  if (size > limits.file) return { files: [], notes: [fileTooLargeNote(name, size)] };
  return { files: [{ path: name, id: entry.id }], notes: [] };
}

function workTreeOf(paths: readonly string[]): string {
  const found = new Map<string, string>();
  for (const path of paths) {
    const real = realPath(path);
    const top = findWorkTree(real);
    if (top === undefined) {
      throw new UsageError(`${path} lies in no Git repository`, "name files of a checkout, or leave --base out");
    }
    found.set(top, path);
  }
  const [first, second] = found.values();
  if (first !== undefined && second !== undefined) {
    throw new UsageError(`${first} and ${second} lie in different Git repositories`, "validate them one by one");
  }
  return [...found.keys()][0] ?? "";
}

/** Without symbolic links; a file that does not exist (yet) is where its folder is. */
function realPath(path: string): string {
  if (existsSync(path) || dirname(path) === path) return realpathSync(path);
  return join(realPath(dirname(path)), basename(path));
}
