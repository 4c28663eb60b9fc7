import { readFileSync, statSync } from "node:fs";
import { UsageError } from "../model/index.js";

/** Reads a text file of bounded size. `fail` makes the error of what is wrong with it; `pass` says what to name instead. */
export function readTextFile(
  path: string,
  maxBytes: number,
  fail: (what: string, remedy: string) => Error,
  pass: string,
): string {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw fail(`is larger than ${maxBytes / 1024} KiB`, pass);
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as { readonly code?: unknown }).code;
    if (code === "ENOENT") throw fail("does not exist", pass);
    if (code === "EISDIR") throw fail("is a folder", pass);
    if (code === "EACCES") throw fail("may not be read by this user", "grant read permission on the file");
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") throw fail("is not UTF-8", "save the file as UTF-8");
    throw fail(`cannot be read: ${String(code ?? error)}`, pass);
  }
}
