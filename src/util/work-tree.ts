import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The top of the checkout or worktree that a folder lies in: the nearest folder, from it upwards, that has a .git. */
export function findWorkTree(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}
