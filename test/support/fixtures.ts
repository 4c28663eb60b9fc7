import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import type { JsonObject, KindName } from "../../src/model/index.js";
import { packageRoot } from "../../src/util/package-root.js";

/** `every-field`: istiod takes them. `refused-by-istiod`: Kubernetes takes them, istiod's own validation does not. */
export type FixtureFolder = "every-field" | "refused-by-istiod";

/** The documents of a kind in that folder of test/fixtures; none where the folder has no file for the kind. */
export function readFixtures(folder: FixtureFolder, kind: KindName): readonly JsonObject[] {
  const file = join(packageRoot(), "test/fixtures", folder, `${kind}.yaml`);
  return existsSync(file) ? (loadAll(readFileSync(file, "utf8")) as JsonObject[]) : [];
}
