import type { FindingRow } from "../findings/row.js";
import { sourceFindings } from "../findings/source.js";
import { GitxdsError, type GitxdsErrorOptions } from "../model/index.js";
import { redactUrls } from "../util/redact.js";

/** Makes an error of a row. Redacts once more, so that no caller can forget it. */
export function sourceError(
  row: FindingRow,
  message: string,
  remedy: string,
  options: GitxdsErrorOptions = {},
): GitxdsError {
  return new GitxdsError(row.code, redactUrls(message), redactUrls(remedy), { retry: "changed", ...options });
}

/** Stored bytes that are not what Git would have written, or not what their id says. */
export function damaged(what: string): GitxdsError {
  return sourceError(
    sourceFindings.damagedObject,
    `damaged Git object: ${what}`,
    "run `git fsck` in a local repository; a clone of gitxds's own is made afresh at the next try",
    { retry: "later" },
  );
}

/** A bound that the commit or the answer exceeds. */
export function tooLarge(message: string, remedy: string): GitxdsError {
  return sourceError(sourceFindings.tooLarge, message, remedy);
}

export function isDamaged(error: unknown): boolean {
  return error instanceof GitxdsError && error.code === sourceFindings.damagedObject.code;
}

export function isMissing(error: unknown): boolean {
  return error instanceof GitxdsError && error.code === sourceFindings.objectMissing.code;
}

/** The code of an error of Node's, as in ENOENT; undefined for anything else. */
export function nodeErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
