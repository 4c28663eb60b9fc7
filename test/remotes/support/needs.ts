import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";

/** Where programs are that PATH does not lead ordinary users to. */
const systemFolders = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

/** The path of a program; undefined where this machine has none of that name. */
export function findProgram(name: string): string | undefined {
  return [...(process.env.PATH ?? "").split(delimiter), ...systemFolders]
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Whether all programs are there. Where one is not, the test is skipped with a line that nobody overlooks, or fails where
 * CI=true, so that a pipeline never passes by leaving out what it is there for.
 */
export function hasPrograms(t: TestContext, packages: string, ...names: readonly string[]): boolean {
  const missing = names.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) return true;
  const what = `${missing.join(", ")} not found: apt-get install ${packages}`;
  if (process.env.CI === "true") throw new Error(what);
  console.error(`SKIPPED: ${t.name}: ${what}`);
  t.skip(what);
  return false;
}
