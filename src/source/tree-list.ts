import { sourceFindings } from "../findings/source.js";
import type { Commit, Finding, ObjectId } from "../model/index.js";
import { breathe } from "./breathe.js";
import { damaged, sourceError, tooLarge } from "./errors.js";
import type { Filter, Scope } from "./filter.js";
import { ignoreFileName, parseIgnoreFile } from "./ignore-file.js";
import { isCandidate, limits } from "./limits.js";
import {
  fileTooLargeNote,
  ignoreFileNote,
  submoduleNote,
  summarizeNotes,
  symlinkNote,
  unsafeNameNote,
} from "./notes.js";
import type { ObjectStore } from "./object-store.js";
import { parseTree, type TreeEntry } from "./tree.js";

/** A file of a commit. */
export interface FileEntry {
  readonly id: ObjectId;
  /** Null where it was not looked up, because no later stage reads this type of file. */
  readonly size: number | null;
}

/** A folder of a commit after filtering. Immutable, so trees of two commits share what did not change. */
export interface Folder {
  readonly id: ObjectId;
  /** The ignore files of the folders above: with another set, the same tree object lists other files. */
  readonly rules: string;
  readonly files: ReadonlyMap<string, FileEntry>;
  readonly folders: ReadonlyMap<string, Folder>;
  /** Of this folder alone. */
  readonly notes: readonly Finding[];
  /** Entries of the tree objects, this one and all below. */
  readonly entries: number;
  /** Bytes of the YAML and JSON files, here and below. */
  readonly bytes: number;
}

/** The files of a commit under the path that is read. */
export interface Tree {
  readonly root: Folder;
  /** What was left out, and what is wrong with the tree itself. */
  readonly notes: readonly Finding[];
}

interface Walk {
  readonly store: ObjectStore;
  readonly filter: Filter;
  entries: number;
  bytes: number;
  sinceBreath: number;
}

/** One folder on the walk. */
interface Step {
  readonly id: ObjectId;
  readonly path: string;
  readonly scope: Scope;
  /** Ids of the ignore files above. */
  readonly rules: string;
  readonly depth: number;
  readonly before: Folder | undefined;
}

/**
 * Lists the files of a commit under `path` after the filter. Folders whose tree object is the same as in `previous` are
 * taken from there unread. Throws where the path is not a folder of the commit, and where a limit is exceeded.
 */
export async function listTree(
  store: ObjectStore,
  commit: Commit,
  path: string,
  filter: Filter,
  previous?: Tree,
): Promise<Tree> {
  const id = findFolder(store, commit, path);
  const walk: Walk = { store, filter, entries: 0, bytes: 0, sinceBreath: 0 };
  const before = previous?.root;
  const root = await listFolder(walk, { id, path: "", scope: filter.root, rules: "", depth: 0, before });
  return { root, notes: summarizeNotes([...allNotes(root)]) };
}

/** Every file with its path, folder by folder. */
export function* filesOf(folder: Folder, path = ""): Generator<readonly [string, FileEntry]> {
  for (const [name, file] of folder.files) yield [join(path, name), file];
  for (const [name, child] of folder.folders) yield* filesOf(child, join(path, name));
}

export function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function* allNotes(folder: Folder): Generator<Finding> {
  yield* folder.notes;
  for (const child of folder.folders.values()) yield* allNotes(child);
}

async function listFolder(walk: Walk, step: Step): Promise<Folder> {
  if (step.depth > limits.treeDepth) {
    throw tooLarge(`"${step.path}" is nested deeper than ${limits.treeDepth} folders`, "flatten the folders");
  }
  if (step.before?.id === step.id && step.before.rules === step.rules) return reuse(walk, step.before);
  const entries = readTree(walk.store, step.id);
  count(walk, entries.length, 0);
  if (walk.sinceBreath > 1_000) {
    walk.sinceBreath = 0;
    await breathe();
  }
  const notes: Finding[] = [];
  const { scope, rules } = takeIgnoreFile(walk, step, entries, notes);
  const files = listFiles(walk, step, scope, entries, notes);
  const folders = new Map<string, Folder>();
  for (const { type, name, id } of entries) {
    if (type !== "folder" || name === undefined) continue;
    const path = join(step.path, name);
    const below = walk.filter.enter(scope, path);
    if (below === undefined) continue;
    const before = step.before?.folders.get(name);
    folders.set(name, await listFolder(walk, { id, path, scope: below, rules, depth: step.depth + 1, before }));
  }
  const children = [...folders.values()];
  return {
    id: step.id,
    rules: step.rules,
    files,
    folders,
    notes,
    entries: children.reduce((sum, child) => sum + child.entries, entries.length),
    bytes: children.reduce((sum, child) => sum + child.bytes, sizeOf(files)),
  };
}

function reuse(walk: Walk, folder: Folder): Folder {
  count(walk, folder.entries, folder.bytes);
  return folder;
}

function count(walk: Walk, entries: number, bytes: number): void {
  walk.entries += entries;
  walk.sinceBreath += entries;
  walk.bytes += bytes;
  const remedy = "narrow the path or add exclude globs";
  if (walk.entries > limits.entries) {
    throw tooLarge(`the folder has more than ${limits.entries} files and folders`, remedy);
  }
  if (walk.bytes > limits.allFiles) {
    throw tooLarge(`the YAML and JSON files together exceed ${limits.allFiles} bytes`, remedy);
  }
}

function readTree(store: ObjectStore, id: ObjectId): readonly TreeEntry[] {
  const { type, bytes } = store.read(id);
  if (type !== "tree") throw damaged(`${id} is a ${type}, it is named as a folder`);
  return parseTree(id, bytes);
}

function takeIgnoreFile(
  walk: Walk,
  { path, scope, rules }: Step,
  entries: readonly TreeEntry[],
  notes: Finding[],
): { readonly scope: Scope; readonly rules: string } {
  const entry = entries.find(({ name, type }) => name === ignoreFileName && type === "file");
  if (entry === undefined) return { scope, rules };
  const layer =
    (walk.store.sizes([entry.id]).get(entry.id) ?? 0) > limits.file
      ? "it is larger than 1 MB"
      : parseIgnoreFile(path, walk.store.read(entry.id).bytes);
  if (typeof layer === "string") {
    notes.push(ignoreFileNote(join(path, ignoreFileName), layer));
    return { scope, rules };
  }
  return { scope: { ...scope, ignores: [...scope.ignores, layer] }, rules: `${rules} ${entry.id}` };
}

function listFiles(
  walk: Walk,
  { path: folder }: Step,
  scope: Scope,
  entries: readonly TreeEntry[],
  notes: Finding[],
): ReadonlyMap<string, FileEntry> {
  const taken = new Map<string, ObjectId>();
  for (const { type, name, shown, id } of entries) {
    if (name === undefined) {
      if (type === "folder" || isCandidate(shown)) notes.push(unsafeNameNote(folder, shown));
    } else if (type !== "folder" && walk.filter.takes(scope, join(folder, name))) {
      if (type === "file") taken.set(name, id);
      else addNote(notes, type === "symlink" ? symlinkNote(join(folder, name)) : submoduleNote(join(folder, name)));
    }
  }
  const sizes = walk.store.sizes([...taken].filter(([name]) => isCandidate(name)).map(([, id]) => id));
  const files = new Map<string, FileEntry>();
  for (const [name, id] of taken) {
    const size = isCandidate(name) ? (sizes.get(id) ?? 0) : null;
    if (size !== null && size > limits.file) notes.push(fileTooLargeNote(join(folder, name), size));
    else files.set(name, { id, size });
  }
  count(walk, 0, sizeOf(files));
  return files;
}

function addNote(notes: Finding[], note: Finding | undefined): void {
  if (note !== undefined) notes.push(note);
}

function sizeOf(files: ReadonlyMap<string, FileEntry>): number {
  let bytes = 0;
  for (const { size } of files.values()) bytes += size ?? 0;
  return bytes;
}

/** Walks from the commit's root to the folder that the configuration names. */
function findFolder(store: ObjectStore, commit: Commit, path: string): ObjectId {
  let id = commit.tree;
  let at = "";
  for (const name of path === "" ? [] : path.split("/")) {
    const entries = readTree(store, id);
    const entry = entries.find((candidate) => candidate.name === name);
    at = join(at, name);
    if (entry?.type !== "folder") throw pathMissing(commit, path, at, entry, entries);
    id = entry.id;
  }
  return id;
}

/** The entry of a path below a tree, the tree itself for an empty one; undefined where it is not there. */
export function findEntry(
  store: ObjectStore,
  tree: ObjectId,
  path: string,
): Pick<TreeEntry, "type" | "id"> | undefined {
  let entry: Pick<TreeEntry, "type" | "id"> | undefined = { type: "folder", id: tree };
  for (const name of path === "" ? [] : path.split("/")) {
    if (entry?.type !== "folder") return undefined;
    entry = readTree(store, entry.id).find((candidate) => candidate.name === name);
  }
  return entry;
}

function pathMissing(
  commit: Commit,
  path: string,
  at: string,
  entry: TreeEntry | undefined,
  siblings: readonly TreeEntry[],
): Error {
  const folders = siblings.filter(({ type, name }) => type === "folder" && name !== undefined).map(({ name }) => name);
  const listed = folders.slice(0, limits.notes).join(", ");
  const where = at.includes("/") ? `"${at.slice(0, at.lastIndexOf("/"))}"` : "the top";
  const what = entry === undefined ? "is not in" : `is a ${entry.type}, not a folder, in`;
  const there = folders.length === 0 ? "there are no folders" : `folders there: ${listed}`;
  return sourceError(
    sourceFindings.pathMissing,
    `path "${path}": "${at}" ${what} commit ${commit.sha}; at ${where} ${there}`,
    entry?.type === "file"
      ? "set path to the folder that holds the file, and name the file in include"
      : "correct path, or commit the folder",
  );
}
