import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../src/util/package-root.js";

/** Documents that together use every field of every kind and that istiod takes. */
export const everyField = join(packageRoot(), "test/fixtures/every-field");

/** Documents that Kubernetes takes and istiod's own validation does not. */
export const refusedByIstiod = join(packageRoot(), "test/fixtures/refused-by-istiod");

/** What istiod must know beside them for short host names to show in what it computes. */
export const shortHosts = join(packageRoot(), "test/istiod/fixtures");

/** The YAML files of the folders by file name. */
export function readFolders(...folders: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".yaml"))
        .sort()
        .map((name) => [name, readFileSync(join(folder, name), "utf8")] as const),
    ),
  );
}
