import { createRequire } from "node:module";
import { limits } from "./limits.js";

export const ignoreFileName = ".gitxdsignore";

/** The rules of one .gitxdsignore, for the folder that holds it. */
export interface IgnoreLayer {
  /** The holding folder's path, empty for the root. */
  readonly base: string;
  /** `path` is relative to the root; a folder's ends in `/`. Undefined where no rule speaks of it. */
  verdict(path: string): "ignored" | "kept" | undefined;
}

/** Characters of one line: no path that could be meant is longer. */
const maxLine = 1_024;

/** Wildcards that one pattern may have: each further one multiplies the time that matching can take. */
const maxWildcards = 6;

/**
 * Reads a .gitxdsignore: the syntax of gitignore. Returns what is wrong where it is larger than 64 KiB, or has a line
 * of more than 1,024 characters or a pattern with more than six wildcards (`**` counts as one).
 */
export function parseIgnoreFile(base: string, bytes: Uint8Array): IgnoreLayer | string {
  if (bytes.length > limits.ignoreFile) return `it has ${bytes.length} bytes, the limit is ${limits.ignoreFile}`;
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  const complex = lines.findIndex((line) => (line.match(/\*+|\?|\[/g)?.length ?? 0) > maxWildcards);
  if (complex >= 0) return `line ${complex + 1} has more than ${maxWildcards} wildcards`;
  const long = lines.findIndex((line) => line.length > maxLine);
  if (long >= 0) return `line ${long + 1} has more than ${maxLine} characters`;
  // Loaded for the first such file: most repositories have none, and it is slow to load.
  const ignore = createRequire(import.meta.url)("ignore") as typeof import("ignore");
  const rules = ignore().add(lines);
  const prefix = base === "" ? "" : `${base}/`;
  return {
    base,
    verdict(path) {
      if (!path.startsWith(prefix) || path.length === prefix.length) return undefined;
      const { ignored, unignored } = rules.test(path.slice(prefix.length));
      return ignored ? "ignored" : unignored ? "kept" : undefined;
    },
  };
}
