import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDamaged } from "./errors.js";
import { parsePackIndex } from "./pack-index.js";

/**
 * Removes from a clone what a process left that died while it fetched: packs without an index and indexes that are cut
 * off. Nobody reads them, and a process that dies at every fetch would fill the disk with them. Best effort.
 */
export function removeHalfPacks(gitDir: string): void {
  const folder = join(gitDir, "objects/pack");
  try {
    for (const name of readdirSync(folder)) {
      const stem = join(folder, name.replace(/\.(pack|idx)$/, ""));
      if (!isWholePack(stem)) for (const end of ["pack", "idx"]) rmSync(`${stem}.${end}`, { force: true });
    }
  } catch {
    // A disk in trouble: what is left here is in nobody's way, and reading reports it.
  }
}

function isWholePack(stem: string): boolean {
  if (!existsSync(`${stem}.pack`) || !existsSync(`${stem}.idx`)) return false;
  try {
    parsePackIndex(readFileSync(`${stem}.idx`), stem);
    return true;
  } catch (error) {
    return !isDamaged(error);
  }
}
