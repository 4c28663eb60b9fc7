import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.js";

/** The version that package.json names, as in `0.1.0`. Reads the file: ask once and hand the answer on. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  const version = (manifest as { readonly version?: unknown }).version;
  if (typeof version !== "string") throw new Error("gitxds is installed with a package.json that names no version");
  return version;
}
