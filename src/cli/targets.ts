import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { UsageError } from "../model/index.js";
import { maxFileBytes, type OnceTarget } from "../pipeline/on-disk/once.js";

/** A file or a folder on disk, as the user named it. Throws UsageError where it is neither. */
export function diskTarget(path: string, cwd: string): Extract<OnceTarget, { type: "file" | "directory" }> {
  const absolute = resolve(cwd, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return { type: "directory", root: absolute, shownAs: shownAs(absolute, cwd) };
  if (stat?.isFile()) return { type: "file", path: absolute, shownAs: shownAs(dirname(absolute), cwd) };
  const problem = stat === undefined ? "does not exist" : "is neither a file nor a folder";
  throw new UsageError(`${path} ${problem}`, "name a YAML or JSON file, a folder, or - for standard input");
}

/**
 * Standard input: where `name` is given, it stands for that file, which need not be on disk. Reads no more than a file
 * may have, and a bit.
 */
export async function stdinTarget(
  name: string | undefined,
  stdin: AsyncIterable<Uint8Array | string>,
  cwd: string,
): Promise<Extract<OnceTarget, { type: "text" }>> {
  const path = name === undefined ? null : resolve(cwd, name);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > maxFileBytes) break;
  }
  const shown = path === null ? "-" : join(shownAs(dirname(path), cwd), basename(path));
  return { type: "text", name: shown, path, bytes: Buffer.concat(chunks) };
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
