import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder that holds package.json, and beside it schemas/, generated/ and examples/. Found by walking up from this
 * file, because the compiled code lives in dist/ for users and in build/src/ for tests.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("gitxds is installed without its package.json: reinstall the package");
    folder = parent;
  }
  return folder;
}
