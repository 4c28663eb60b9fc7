import { join } from "node:path";
import { sourceDefaults } from "../config/index.js";
import type { SourceConfig } from "../model/index.js";
import { packageRoot } from "../util/package-root.js";

/** The example that is served where no repository is named. */
export interface Example {
  /** Its files, as they are packaged. */
  readonly filesFrom: string;
  /** The checkout that is made of them, for the user to commit in. */
  readonly folder: string;
  readonly source: SourceConfig;
}

/**
 * The embedded example under a state directory. The source has a name of its own, because the folder of that name in the
 * state directory is for what is fetched.
 */
export function embeddedExample(stateDir: string): Example {
  const folder = join(stateDir, "example");
  return {
    filesFrom: join(packageRoot(), "examples/bookinfo"),
    folder,
    source: { ...sourceDefaults, name: "bookinfo", url: folder },
  };
}
