import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { sourceFindings } from "../findings/source.js";
import type { Finding } from "../model/index.js";
import { nodeErrorCode, sourceError, tooLarge } from "./errors.js";
import { makeFilter } from "./filter.js";
import { walkFolder } from "./folder-walk.js";
import { translated } from "./fs-errors.js";
import { limits } from "./limits.js";
import { fileTooLargeNote, summarizeNotes, textTooLargeNote } from "./notes.js";

/** The YAML and JSON files of a plain folder. */
export interface DirectoryFiles {
  /** In order of path. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly notes: readonly Finding[];
}

/** Reads a folder on disk as if it were a commit: same filters, same limits. Folders .git and node_modules are passed over. */
export async function readDirectory(
  root: string,
  options: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Promise<DirectoryFiles> {
  return translated(root, async () => {
    requireFolder(root);
    const notes: Finding[] = [];
    const files: { path: string; bytes: Uint8Array }[] = [];
    let total = 0;
    await walkFolder({
      root,
      filter: makeFilter(options.include, options.exclude),
      ignoreFiles: [],
      onNote: (note) => notes.push(note),
      onFile(path, stat) {
        if (stat.size > limits.file) {
          notes.push(fileTooLargeNote(path, stat.size));
          return true;
        }
        const bytes = readFileSync(join(root, path));
        total += bytes.length;
        if (total > limits.allFiles) {
          throw tooLarge(`YAML and JSON files together exceed ${limits.allFiles} bytes`, "read fewer files at a time");
        }
        files.push({ path, bytes });
        return true;
      },
    });
    return { files, notes: summarizeNotes(notes) };
  });
}

/** Reads one file, by its own name, with the limit that files of a folder have. */
export async function readSingleFile(path: string): Promise<DirectoryFiles> {
  return translated(path, async () => {
    const { size } = statSync(path);
    const name = basename(path);
    if (size > limits.file) return { files: [], notes: [fileTooLargeNote(name, size)] };
    return { files: [{ path: name, bytes: readFileSync(path) }], notes: [] };
  });
}

/** The bytes that a file may have. */
export const maxFileBytes: number = limits.file;

/** Takes a text for a file of this name, with the same limit. A reader may stop once it has more. */
export function takeText(name: string, bytes: Uint8Array): DirectoryFiles {
  if (bytes.length > limits.file) return { files: [], notes: [textTooLargeNote(name)] };
  return { files: [{ path: name, bytes }], notes: [] };
}

function requireFolder(root: string): void {
  try {
    if (statSync(root).isDirectory()) return;
  } catch (error) {
    if (nodeErrorCode(error) !== "ENOENT") throw error;
  }
  throw sourceError(sourceFindings.pathMissing, `${root} is not a folder`, "give a folder that exists");
}
