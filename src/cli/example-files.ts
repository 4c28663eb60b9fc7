import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { FindingRow } from "../findings/row.js";
import { packageRoot } from "../util/package-root.js";

/** A file of an example. */
export interface ExampleFile {
  /** From the package's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What shows a rule. */
export interface RuleExample {
  readonly fails: readonly ExampleFile[];
  readonly passes: readonly ExampleFile[];
  /** What finds it, run in the example's folder. */
  readonly command: string;
}

/** Reads examples/broken/CODE; undefined for a code that no file can show. */
export function readExample({ code, example }: FindingRow): RuleExample | undefined {
  if (example?.none !== undefined) return undefined;
  const folder = `examples/broken/${code}`;
  const failing = existsSync(join(packageRoot(), folder, "fails.yaml")) ? "fails.yaml" : "fails";
  return {
    fails: readAll(`${folder}/${failing}`),
    passes: readAll(`${folder}/${failing.replace("fails", "passes")}`),
    command: ["gitxds validate", ...(example?.flags ?? []), failing].join(" "),
  };
}

/** A file, or the files of a folder in order of their paths. */
function readAll(path: string): readonly ExampleFile[] {
  const absolute = join(packageRoot(), path);
  if (statSync(absolute).isFile()) return [{ path, text: readFileSync(absolute, "utf8") }];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(absolute.length + 1)
        .split(sep)
        .join("/"),
    )
    .sort()
    .flatMap((name) => readAll(`${path}/${name}`));
}
