import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { OnceTarget } from "../pipeline/on-disk/once.js";
import type { ReadLine } from "./formats/index.js";

/** Files that are kept for the next question: findings come in order of files, so few are enough. */
const maxFiles = 4;

/** Reads lines of what was validated: of files from disk, seen from the working directory, and of standard input. */
export function lineReader(cwd: string, targets: readonly OnceTarget[]): ReadLine {
  const given = new Map(targets.flatMap((target) => (target.type === "text" ? [[target.name, target.bytes]] : [])));
  const kept = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = kept.get(file);
    if (lines === undefined) {
      lines = splitLines(given.get(file) ?? tryRead(resolve(cwd, file)));
      if (kept.size >= maxFiles) kept.clear();
      kept.set(file, lines);
    }
    return lines[line - 1];
  };
}

function splitLines(bytes: Uint8Array | undefined): readonly string[] {
  if (bytes === undefined) return [];
  const text = new TextDecoder().decode(bytes);
  return text.split(/\r?\n/);
}

/** What was removed meanwhile has no lines to show; its findings stand all the same. */
function tryRead(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
