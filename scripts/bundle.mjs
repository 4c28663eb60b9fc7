// Bundles src/ into dist/, packages left where npm puts them: Node takes longer to find and link hundreds of small modules
// than to run them. Shared by the build and by the benchmark that measures what is built.
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * @param {Record<string, string>} entries sources by the name of their module
 * @param {string} folder below the package's folder; what was bundled there before is removed
 */
export async function bundle(entries, folder) {
  const to = join(root, folder);
  clear(to);
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: to,
    bundle: true,
    packages: "external",
    splitting: true,
    // All in one folder, so that a module finds another by the same relative URL as in src/.
    chunkNames: "[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20.19",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
}

function clear(folder) {
  try {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
