import type { Problem } from "../../src/validate/problem.js";
import { showPath } from "../../src/validate/show.js";

/** Codes and places of problems, as in `GX500 spec.hosts[0]`; a key is marked as in `GX501 key spec.labels["a b"]`. */
export function codesAndPaths(problems: Iterable<Problem>): readonly string[] {
  return [...problems].map(({ row, path, target }) => `${row.code} ${target === "key" ? "key " : ""}${showPath(path)}`);
}
