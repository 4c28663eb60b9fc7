import { finding } from "../findings/row.js";
import { sourceFindings } from "../findings/source.js";
import { compareFindings, type Finding } from "../model/index.js";
import { ignoreFileName } from "./ignore-file.js";
import { isCandidate, limits } from "./limits.js";

/** A symbolic link that a file or a folder may hide behind; undefined for links to what would not be read anyway. */
export function symlinkNote(path: string): Finding | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!isCandidate(name) && name.includes(".", 1)) return undefined;
  return finding(
    sourceFindings.symlink,
    { file: path },
    `"${path}" is a symbolic link and is left out: links are not followed`,
    "commit the file itself, or name the link in .gitxdsignore",
  );
}

export function submoduleNote(path: string): Finding {
  return finding(
    sourceFindings.submodule,
    { file: path },
    `"${path}" is a submodule and is left out: submodules are not fetched`,
    "commit the files themselves, follow that repository as a source of its own, or name it in .gitxdsignore",
  );
}

export function fileTooLargeNote(path: string, size: number): Finding {
  return finding(
    sourceFindings.fileTooLarge,
    { file: path },
    `the file has ${size} bytes, the limit is ${limits.file}`,
    `split the file, or name it in ${ignoreFileName} if it is no configuration`,
  );
}

/** For a text that was read only until it was too long. */
export function textTooLargeNote(name: string): Finding {
  const message = `the text is longer than the limit of ${limits.file} bytes`;
  return finding(sourceFindings.fileTooLarge, { file: name }, message, "split it into several files");
}

export function unsafeNameNote(folder: string, shown: string): Finding {
  return finding(
    sourceFindings.unsafeName,
    { file: folder === "" ? null : folder },
    `the name "${shown}" in folder "${folder}" has control characters, is not UTF-8, is too long, or has a special meaning`,
    "rename the file or folder",
  );
}

export function ignoreFileNote(path: string, problem: string): Finding {
  return finding(sourceFindings.ignoreFile, { file: path }, `this file cannot be used: ${problem}`, "make it simpler");
}

/** Sorted; of each code at most 20 one by one, the rest as a number. */
export function summarizeNotes(notes: readonly Finding[]): readonly Finding[] {
  const shown: Finding[] = [];
  const counts = new Map<string, number>();
  const last = new Map<string, Finding>();
  for (const note of [...notes].sort(compareFindings)) {
    const count = (counts.get(note.code) ?? 0) + 1;
    counts.set(note.code, count);
    if (count <= limits.notes) shown.push(note);
    else last.set(note.code, note);
  }
  for (const [code, note] of last) {
    const more = (counts.get(code) ?? 0) - limits.notes;
    shown.push({ ...note, file: null, message: `${more} more of the kind of ${code} are not listed` });
  }
  return shown;
}
