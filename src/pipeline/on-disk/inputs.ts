import { basename } from "node:path";
import type { Finding, SourceConfig } from "../../model/index.js";
import { parsesFile } from "../../parse/index.js";
import { type DirectoryFiles, readDirectory, readSingleFile, takeText } from "../../source/index.js";

/**
 * What a command reads: files as they are on disk, a text, or a commit. `shownAs` goes before each file's name in
 * findings: the folder as the user named it, so that a finding's file can be opened from where the command ran.
 */
export type OnceTarget = DiskTarget | { readonly type: "git"; readonly source: SourceConfig };

/** Files on disk, or a text that stands for one: an editor's buffer, say. */
export type DiskTarget =
  | { readonly type: "directory"; readonly root: string; readonly shownAs: string }
  | { readonly type: "file"; readonly path: string; readonly shownAs: string }
  /** `path` is where the text would be saved; null where that is not known. */
  | { readonly type: "text"; readonly name: string; readonly path: string | null; readonly bytes: Uint8Array };

/** The bytes of each file, by its name in findings, and what was left out. */
export interface Inputs {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly notes: readonly Finding[];
}

/** Reads targets on disk. A text takes the place of the file that it stands for, also among those of a folder. */
export async function readInputs(targets: readonly DiskTarget[]): Promise<Inputs> {
  const files = new Map<string, Uint8Array>();
  const notes: Finding[] = [];
  const textsLast = [...targets].sort((a, b) => Number(a.type === "text") - Number(b.type === "text"));
  for (const target of textsLast) {
    const read = await readTarget(target);
    for (const { path, bytes } of read.files) {
      if (target.type !== "directory" || parsesFile(path)) files.set(shown(target, path), bytes);
    }
    notes.push(...read.notes.map((note) => showNote(target, note)));
  }
  return { files, notes };
}

/** The name in findings of a file of the target. */
export function shown(target: DiskTarget, path: string): string {
  if (target.type === "text") return target.name;
  return target.shownAs === "" ? path : `${target.shownAs}/${path}`;
}

/** A note on a file of the target, with the file's name as it is shown. */
export function showNote(target: DiskTarget, note: Finding): Finding {
  return note.file === null ? note : { ...note, file: shown(target, note.file) };
}

/** Where a target lies; null for a text that is no file. */
export function pathOf(target: DiskTarget): string | null {
  return target.type === "directory" ? target.root : target.path;
}

async function readTarget(target: DiskTarget): Promise<DirectoryFiles> {
  switch (target.type) {
    case "directory":
      return readDirectory(target.root, { include: [], exclude: [] });
    case "file":
      return readSingleFile(target.path);
    case "text":
      return takeText(basename(target.name), target.bytes);
  }
}
