import { readFile, stat } from "node:fs/promises";
import { nodeErrorCode } from "./errors.js";

/** The bytes of a file that has to be there. */
export async function readNeededFile(file: string, maxBytes: number, fail: (why: string) => Error): Promise<Buffer> {
  const bytes = await readSmallFile(file, maxBytes, fail);
  if (bytes === undefined) throw fail("does not exist");
  return bytes;
}

/** The bytes of a file; undefined where there is none. Throws what `fail` makes of the reason where it cannot be read. */
export async function readSmallFile(
  file: string,
  maxBytes: number,
  fail: (why: string) => Error,
): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw fail(`is larger than ${maxBytes / 1024} KiB`);
    return await readFile(file);
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw fail(code === "EACCES" ? "may not be read by this user" : `cannot be read (${code})`);
  }
}
