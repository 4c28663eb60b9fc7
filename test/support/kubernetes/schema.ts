import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { JsonObject } from "../../../src/model/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import type { Manifest } from "./manifests.js";

/**
 * Compares objects with Kubernetes' own OpenAPI, which kubernetes-types has as TypeScript: written as object literals and
 * compiled, they may have no field that is unknown, of another type, or missing. Gives the compiler's lines, each with the
 * name of the manifest's file; none where all is well.
 */
export function schemaProblems(manifests: readonly Manifest[]): readonly string[] {
  // Inside the repository, where packages are found.
  const build = join(packageRoot(), "build");
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, "manifests-"));
  try {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    for (const [index, { file, object }] of manifests.entries()) {
      writeFileSync(join(folder, `${index}-${basename(file)}.ts`), asLiteral(object));
    }
    const compiler = join(packageRoot(), "node_modules/typescript/bin/tsc");
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, "-p", "."], {
      cwd: folder,
      encoding: "utf8",
      timeout: 60_000,
    });
    const lines = stdout.split("\n").filter((line) => line.includes("error TS"));
    if (status !== 0 && lines.length === 0) throw new Error(`the compiler failed: ${stdout}${stderr}`);
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const compilerOptions = {
  module: "preserve",
  moduleResolution: "bundler",
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

function asLiteral(object: JsonObject): string {
  const { apiVersion, kind } = object;
  const [version = "", group = "core"] = String(apiVersion).split("/").reverse();
  const types = `kubernetes-types/${group.replace(".k8s.io", "")}/${version}`;
  return `import type { ${kind} } from "${types}";\nexport const object: ${kind} = ${JSON.stringify(object, null, 2)};\n`;
}
