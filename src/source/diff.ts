import type { ObjectId } from "../model/index.js";
import { type Folder, filesOf, join, type Tree } from "./tree-list.js";

/** What has to be done to the files of one tree to get those of another. A renamed file is removed and changed. */
export interface TreeDiff {
  readonly changed: readonly { readonly path: string; readonly id: ObjectId }[];
  readonly removed: readonly string[];
}

/** Compares two trees of the same source. Folders that both share are passed over; with no tree before, every file is changed. */
export function diffTrees(before: Tree | undefined, after: Tree): TreeDiff {
  const diff: MutableDiff = { changed: [], removed: [] };
  diffFolders(before?.root, after.root, "", diff);
  return diff;
}

interface MutableDiff {
  readonly changed: { path: string; id: ObjectId }[];
  readonly removed: string[];
}

function diffFolders(before: Folder | undefined, after: Folder, path: string, diff: MutableDiff): void {
  if (before === after) return;
  for (const [name, { id }] of after.files) {
    if (before?.files.get(name)?.id !== id) diff.changed.push({ path: join(path, name), id });
  }
  for (const name of before?.files.keys() ?? []) {
    if (!after.files.has(name)) diff.removed.push(join(path, name));
  }
  for (const [name, folder] of after.folders) diffFolders(before?.folders.get(name), folder, join(path, name), diff);
  for (const [name, folder] of before?.folders ?? []) {
    if (after.folders.has(name)) continue;
    for (const [file] of filesOf(folder, join(path, name))) diff.removed.push(file);
  }
}
